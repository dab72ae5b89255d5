/**
 * What an application annotates or implements. Imports nothing of ours. Start at {@link org.tidemark.spi.Synchronised}.
 */
package org.tidemark.spi;
