package org.tidemark.bench;

import java.net.URI;

/**
 * A sync server with the same companies as all the others, and what a client of it would send. Only what travels is
 * compared: the requests are made beforehand, and of an answer is read during the measurement what the next request
 * needs.
 */
public interface Contestant extends AutoCloseable {

    String name();

    /** Edits of the first {@code count} companies, ready to be sent. */
    Edits edits(int count) throws Exception;

    /** A client that has nothing asks for everything. */
    Pulled pullAll() throws Exception;

    /** A client that is up to date now. What comes back asks, whenever it is run, what has come since. */
    Sync catchUp() throws Exception;

    /** Where its server is. */
    URI address();

    /** Speaks to its server by another address from now on. */
    void through(URI address);

    /** What a first synchronisation has brought, not looked at yet. */
    interface Pulled {

        /** How many records there were. */
        int count();
    }

    /** One synchronisation. */
    interface Sync {
        void run() throws Exception;
    }

    /** A push that is ready. */
    interface Edits {

        void send() throws Exception;

        /** Looks at the answers, outside the measurement, and says how many edits the server took. */
        int settle();
    }

    @Override
    void close() throws Exception;
}
