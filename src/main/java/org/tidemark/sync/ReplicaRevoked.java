package org.tidemark.sync;

import java.util.UUID;

/** A replica was taken out of service. A CDI event; observe it after success. */
public record ReplicaRevoked(UUID replica) {}
