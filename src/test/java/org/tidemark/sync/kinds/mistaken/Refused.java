package org.tidemark.sync.kinds.mistaken;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** The case for a row of docs/mappings.md that gives the sentence with which the deployment fails. */
@Retention(RetentionPolicy.RUNTIME)
public @interface Refused {

    /** The first column of the row. */
    String value();
}
