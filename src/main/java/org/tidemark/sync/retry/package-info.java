/** How a transaction fails, and {@link org.tidemark.sync.retry.Retry}, which repeats it when that helps. */
package org.tidemark.sync.retry;
