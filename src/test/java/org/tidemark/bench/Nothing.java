package org.tidemark.bench;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/**
 * A resource that does nothing. Measured as {@code /bench/nothing}, so what it takes is the server's sign-in and
 * routing.
 */
@Path("nothing")
public class Nothing {

    @GET
    public void get() {
        // As promised.
    }
}
