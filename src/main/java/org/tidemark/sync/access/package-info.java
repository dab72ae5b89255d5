/** What a caller may read and write. */
package org.tidemark.sync.access;
