/** What differs by database when it is asked about itself: its tables, keys and settings. */
package org.tidemark.dialect;
