/**
 * Tests against the WAR as it is built, deployed to a real server with a real database. A test class says
 * {@code @ExtendWith(ServerExtension.class)} and takes a {@link org.tidemark.it.server.Server} in its constructor or
 * methods:
 * <pre>
 * &#64;ExtendWith(ServerExtension.class)
 * class ContractIT {
 *     &#64;Test
 *     void names_the_caller(Server server) {
 *         Answer answer = server.as("alice").get("/api");
 *         assertEquals("alice", answer.json().getString("user"));
 *     }
 * }
 * </pre>
 *
 * <p>One server and one database serve all classes of a run, so a test makes records of its own and looks at no others.
 * {@code -Dtidemark.it.url=http://localhost:8080} uses a server that runs already; its database is then the one of
 * {@code -Dtidemark.db.url} and so on.
 */
package org.tidemark.it;
