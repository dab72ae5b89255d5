package org.tidemark.sync;

import java.util.UUID;
import org.tidemark.protocol.PushResult;

/** What became of a push, and the epoch of the database that it was decided in. */
public record Pushed(UUID epoch, PushResult result) {

    /** See {@link PushResult#first}. */
    Pushed first() {
        return new Pushed(epoch, result.first());
    }
}
