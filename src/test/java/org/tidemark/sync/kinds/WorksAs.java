package org.tidemark.sync.kinds;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/**
 * The case for a row of docs/mappings.md about an attribute: it is created with one value and changed to another,
 * written as JSON.
 */
@Retention(RetentionPolicy.RUNTIME)
public @interface WorksAs {

    /** The first column of the row. */
    String row();

    String value();

    String then();
}
