package org.tidemark.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;

/** A log that keeps what it is told. */
public final class Told implements System.Logger {

    public final List<String> lines = new ArrayList<>();

    @Override
    public String getName() {
        return "test";
    }

    @Override
    public boolean isLoggable(Level level) {
        return true;
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
        lines.add(level + " " + message);
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
        lines.add(level + " " + format);
    }
}
