/** The work of one push in one transaction. Start at {@link org.tidemark.sync.push.PushTransaction}. */
package org.tidemark.sync.push;
