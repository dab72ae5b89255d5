/**
 * What the application itself writes, by JPA or past it: found, numbered and told like a push. Start at {@link
 * org.tidemark.sync.capture.EstateWrites}.
 */
package org.tidemark.sync.capture;
