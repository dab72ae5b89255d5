/**
 * The conformance kit: plays the golden vectors of docs/vectors against a server of any make, and says which rules of
 * docs/protocol.md it keeps. It knows HTTP and JSON, and nothing of Tidemark.
 *
 * <pre>
 * mvn -Pconformance -Durl=http://localhost:8080/tidemark -Dalice=alice:alice -Dbob=bob:bob …
 * </pre>
 *
 * <p>{@link org.tidemark.conformance.Conformance} is the program, and {@link org.tidemark.conformance.Bindings} the
 * meaning of the vectors' texts that begin with a dollar sign; docs/vectors/README.md tells the same to who replays
 * them in another language.
 */
package org.tidemark.conformance;
