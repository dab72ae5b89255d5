/**
 * Decides about one change: the state of the server's record in, a {@link org.tidemark.sync.decide.Decision} out. Start
 * at {@link org.tidemark.sync.decide.ConflictDetector}. No I/O.
 */
package org.tidemark.sync.decide;
