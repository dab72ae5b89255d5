/**
 * The centre. Start at {@link org.tidemark.sync.SyncService}: a push locks the records it names ({@code LockedRows}), decides about
 * each change by comparing versions ({@code Detector}, pure), applies what is free of conflict ({@code RecordWriter}), registers
 * conflicts ({@code OpenConflicts}), takes the clocks of the touched scopes last ({@code ChangeClock}) and numbers the changed rows
 * ({@code ChangeLog}). A pull ({@code PullPass}) reads by these numbers. {@link org.tidemark.sync.SyncExchange} stands outside the
 * transactions and repeats or halves what the database refused.
 */
package org.tidemark.sync;
