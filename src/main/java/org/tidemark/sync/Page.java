package org.tidemark.sync;

import java.util.UUID;
import org.tidemark.protocol.PullResult;
import org.tidemark.sync.pull.PullCursor;

/** A page, the epoch of the database that it was read from, and the cursor behind it, without its seal. */
public record Page(UUID epoch, PullCursor cursor, PullResult result) {}
