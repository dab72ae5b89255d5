package org.tidemark.convergence.history;

import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.function.LongSupplier;

/** Prints every observation of a history, one a line, and passes it on. */
public final class Trace {
    private Trace() {}

    public static Witness of(Witness witness, LongSupplier moment, PrintStream out) {
        return (Witness) Proxy.newProxyInstance(
                Witness.class.getClassLoader(), new Class<?>[] {Witness.class}, (proxy, method, args) -> {
                    if (method.getDeclaringClass() == Witness.class) {
                        out.println(moment.getAsLong() + " " + method.getName() + " "
                                + (args == null ? "" : Arrays.deepToString(args)));
                    }
                    return method.invoke(witness, args);
                });
    }
}
