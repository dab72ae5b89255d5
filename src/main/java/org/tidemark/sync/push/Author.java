package org.tidemark.sync.push;

import java.util.UUID;

/**
 * Who makes the changes of a push.
 *
 * @param replica null at the conflict desk
 */
public record Author(String user, UUID replica) {}
