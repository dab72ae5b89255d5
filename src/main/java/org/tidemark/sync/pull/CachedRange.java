package org.tidemark.sync.pull;

import org.tidemark.json.GzipChunk;

/**
 * The records of a collection in a scope whose versions lie in a range, packed as they travel.
 *
 * <p>A range that ends at the clock or below only ever loses records: who changes one gives it a number above, and no
 * number of the range is given again. So a range that counts as many records as when it was read has the same ones with
 * the same versions, and the same version is the same state: it need not be read again, only counted, which an index
 * does.
 *
 * @param after the version that the range begins above
 * @param upTo the version that it ends with
 * @param count of the records
 */
record CachedRange(long after, long upTo, int count, GzipChunk records) {}
