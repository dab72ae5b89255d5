package org.tidemark.sync.clock;

import jakarta.persistence.CacheRetrieveMode;
import jakarta.persistence.CacheStoreMode;
import jakarta.persistence.TypedQuery;

/**
 * Queries for the application's entities that read past the cache which its transactions may share: another node, SQL
 * or a number that was given since may have changed the row, and nothing is decided by what it was.
 */
public final class Fresh {

    private Fresh() {}

    public static <T> TypedQuery<T> of(TypedQuery<T> query) {
        return query.setHint("jakarta.persistence.cache.retrieveMode", CacheRetrieveMode.BYPASS)
                .setHint("jakarta.persistence.cache.storeMode", CacheStoreMode.REFRESH);
    }
}
