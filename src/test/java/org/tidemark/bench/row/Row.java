package org.tidemark.bench.row;

import java.util.List;
import org.tidemark.bench.Stage;
import org.tidemark.bench.report.Progress;
import org.tidemark.bench.report.Result;

/** One line of the table. It can be measured alone, and needs nothing that another row did. */
public interface Row {

    int number();

    /** What is measured, as the table says it. */
    String title();

    List<Result> measure(Stage stage, Progress progress) throws Exception;
}
