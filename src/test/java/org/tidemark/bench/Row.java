package org.tidemark.bench;

import java.util.List;

/** One line of the table. It can be measured alone, and needs nothing that another row did. */
interface Row {

    int number();

    /** What is measured, as the table says it. */
    String title();

    List<Result> measure(Stage stage, Progress progress) throws Exception;
}
