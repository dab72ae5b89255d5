/**
 * What the server writes into its log when something goes wrong again and again: once, or once a minute. Imports
 * nothing of ours.
 */
package org.tidemark.log;
