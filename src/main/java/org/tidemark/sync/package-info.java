/**
 * The centre. {@link org.tidemark.sync.SyncService} begins every transaction: a push locks the records that it names,
 * decides about each change by comparing versions, applies what is free of conflict, registers conflicts, takes the
 * clocks of the touched scopes last and numbers the changed rows. A pull reads by these numbers.
 * {@link org.tidemark.sync.SyncExchange} stands outside the transactions, and {@link org.tidemark.sync.PushInParts}
 * takes a push apart that the database refuses.
 */
package org.tidemark.sync;
