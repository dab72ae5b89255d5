/** What happened, by whom: rows that a transaction adds to what it does, and how they are chained. */
package org.tidemark.sync.audit;
