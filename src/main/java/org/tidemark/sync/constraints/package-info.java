/**
 * Unique and foreign keys of the database, looked at before a push writes. Start at
 * {@link org.tidemark.sync.constraints.Foresight}.
 */
package org.tidemark.sync.constraints;
