/**
 * One page of what changed since a cursor. Start at {@link org.tidemark.sync.pull.PullPass}: each of its steps has a
 * reader, which fills the page.
 */
package org.tidemark.sync.pull;
