/** Deletes at night what is kept no longer: old tombstones, settled conflicts, replicas that stay away. */
package org.tidemark.sync.purge;
