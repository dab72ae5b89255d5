/**
 * JSON beyond the standard API: fast writing, text that is packed already, digests, names that come twice. Imports
 * nothing of ours.
 */
package org.tidemark.json;
