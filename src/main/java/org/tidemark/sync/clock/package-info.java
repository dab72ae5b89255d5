/**
 * Locks and numbers: records are locked first, the clocks of their scopes last, and each changed record gets a number
 * of its scope's clock. Start at {@link org.tidemark.sync.clock.Numbering}.
 */
package org.tidemark.sync.clock;
