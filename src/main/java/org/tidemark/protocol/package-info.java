/**
 * The wire as records and sealed types, and the strict reading of it. Imports nothing of ours. {@link
 * org.tidemark.protocol.SyncRequest} comes in, {@link org.tidemark.protocol.SyncAnswer} goes out, and a {@link
 * org.tidemark.protocol.Refusal} is what is said instead.
 */
package org.tidemark.protocol;
