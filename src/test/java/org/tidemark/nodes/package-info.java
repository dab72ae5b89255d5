/**
 * Several nodes behind HAProxy, killed under load: {@code mvn -Pnodes [-Ddatabase=postgresql] [-Dkills=20]}, with
 * {@code -Ddatabase} one of {@code postgresql}, {@code mariadb}, {@code patroni} and {@code galera}. See docs/nodes.md.
 *
 * <p>Start at {@link org.tidemark.nodes.Nodes}. A {@link org.tidemark.nodes.Device} pushes and pulls, a
 * {@link org.tidemark.nodes.Store} is a database that can be killed, and {@link org.tidemark.nodes.Audit} compares what
 * was acknowledged with what a trigger of its own saw in the table.
 */
package org.tidemark.nodes;
