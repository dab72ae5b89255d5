package org.tidemark.mapping;

import java.util.Map;
import java.util.Set;
import org.tidemark.spi.Merge;

/**
 * What a collection says about edits that met.
 *
 * @param readOnly the fields that no replica writes, and so no replica sends
 * @param coupled by field, all fields of its group
 */
public record MergeRules(Merge merge, Set<String> readOnly, Map<String, Set<String>> coupled) {}
