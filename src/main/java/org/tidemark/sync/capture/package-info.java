/**
 * What the application itself writes, by JPA or past it: found, numbered and told like a push. Start at {@link
 * org.tidemark.sync.capture.ApplicationWrites}.
 */
package org.tidemark.sync.capture;
