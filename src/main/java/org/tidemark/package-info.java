/**
 * Tidemark: offline synchronisation with exact conflict detection for Jakarta EE.
 *
 * <p>Start at {@link org.tidemark.sync.SyncService}. Which package may import which:
 *
 * <pre>
 * demo → spi ← sync → protocol ← rest → sync
 *                ↑                  │
 *            conflict ←─────────────┘
 * </pre>
 *
 * {@code sync} takes the names of columns from {@code tables}. What differs by database is in {@code dialect}, which stands alone. It never imports {@code jakarta.ws.rs}, {@code rest}
 * never {@code jakarta.persistence}; nobody imports {@code rest} or
 * {@code demo}; {@code database} (the data source and the schema) stands alone; {@code tables} (triggers for plain SQL) builds on
 * {@code spi}, and {@code rest} shows its script; {@code web} (the filters before {@code rest} and the demo's sign-in) builds on {@code protocol} and
 * the settings of {@code sync}. A test holds these.
 */
package org.tidemark;
