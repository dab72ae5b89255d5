package org.tidemark.sync.state;

import java.util.UUID;

/**
 * A replica was taken out of service. A CDI event; observe it after success.
 *
 * @param owner the user whose replica it was
 */
public record ReplicaRevoked(UUID replica, String owner) {}
