/**
 * A client of the protocol in Java, for programs without a browser: a batch job, an integration, a test. It uses
 * {@code java.net.http} and Jakarta JSON Processing, and nothing of the server.
 *
 * <p>Start at {@link org.tidemark.client.TidemarkClient}. Each method that talks to the server throws
 * {@link org.tidemark.client.RefusedException} where the server refuses, and another {@code IOException} where nobody,
 * or somebody else, answers. Rules cited as P41 are those of docs/protocol.md; docs/java-client.md has an example.
 */
package org.tidemark.client;
