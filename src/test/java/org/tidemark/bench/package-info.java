/**
 * The benchmark: {@code mvn -Pbench}, or some rows of it, {@code -Dbench=1,5}. Nothing here is an assertion.
 *
 * <p>Start at {@link org.tidemark.bench.Benchmark}. A {@link org.tidemark.bench.row.Row} is one line of the table in
 * docs/benchmarks.md; it measures Tidemark, its peers and a limit in turns, so that all of them meet the same machine.
 * {@link org.tidemark.bench.Stage} holds what is measured: a PostgreSQL that syncs to disk, the WAR on Payara Micro,
 * the peers on Node, Chromium. A {@link org.tidemark.bench.Contestant} is a sync server and how it is spoken to.
 */
package org.tidemark.bench;
