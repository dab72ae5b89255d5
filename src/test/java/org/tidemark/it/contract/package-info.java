/**
 * docs/protocol.md as promises that can fail, kept by whatever server is deployed: the tests know HTTP, the database
 * beside it, and nothing of the implementation.
 *
 * <p>A test reads in the words of the protocol: {@link org.tidemark.it.contract.Sample} makes
 * {@link org.tidemark.it.contract.Row}s, {@link org.tidemark.it.contract.Changes} write what a push carries, a
 * {@link org.tidemark.it.contract.Replica} sends and pulls it, {@link org.tidemark.it.contract.Outcomes} say where each
 * change ended, the {@link org.tidemark.it.contract.Desk} resolves. All tests share the scopes of one server, so each
 * looks only at records that it made.
 */
package org.tidemark.it.contract;
