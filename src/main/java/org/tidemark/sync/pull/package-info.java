/** One page of what changed since a cursor. Start at {@link org.tidemark.sync.pull.PullPass}. */
package org.tidemark.sync.pull;
