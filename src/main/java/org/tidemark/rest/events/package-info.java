/**
 * Event streams: who listens, what waits for each, and when a stream ends. Start at
 * {@link org.tidemark.rest.events.EventStreams}.
 */
package org.tidemark.rest.events;
