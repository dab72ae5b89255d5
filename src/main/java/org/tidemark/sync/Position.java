package org.tidemark.sync;

import java.util.Optional;
import java.util.UUID;
import org.tidemark.protocol.PullResult;
import org.tidemark.sync.pull.CursorSeals;
import org.tidemark.sync.pull.PullCursor;
import org.tidemark.sync.pull.PullState;

/**
 * Where a replica stands between two passes, as far as this node knows.
 *
 * @param cursor in its seal, as the replica has it
 * @param noted what is noted of it in the database unless it has pulled elsewhere since
 */
public record Position(UUID replica, String cursor, String noted) {

    /** One is kept for each open stream. */
    private static final int LONGEST = 4096;

    /** Behind a page; empty where the pass goes on, or where the cursor is too long to be kept. */
    public static Optional<Position> behind(UUID replica, PullResult page) {
        if (page.more() || page.cursor().length() > LONGEST) {
            return Optional.empty();
        }
        PullCursor cursor = PullCursor.parse(CursorSeals.cursor(page.cursor()));
        return Optional.of(new Position(replica, page.cursor(), PullState.text(cursor.seen())));
    }
}
