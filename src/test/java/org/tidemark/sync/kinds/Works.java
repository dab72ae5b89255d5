package org.tidemark.sync.kinds;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/**
 * The case for a row of docs/mappings.md that says "works": a record of the entity is created, changed and in conflict
 * with these fields, written in apostrophes.
 */
@Retention(RetentionPolicy.RUNTIME)
public @interface Works {

    /** The first column of the row. */
    String row();

    /** The providers that cannot do it, with or without Tidemark; the table says so. */
    String[] butNot() default {};

    String created() default "{'team': 'red', 'note': 'a'}";

    String changed() default "{'note': 'b'}";

    String other() default "{'note': 'c'}";
}
