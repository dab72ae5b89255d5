package org.tidemark.sync;

import java.util.UUID;

/**
 * Who makes the changes of a push.
 *
 * @param replica null at the conflict desk
 */
record Author(String user, UUID replica) {}
