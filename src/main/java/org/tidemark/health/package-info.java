/**
 * Whether a node is alive, and ready for requests: for who restarts nodes and balances load. Docs: docs/operating.md.
 */
package org.tidemark.health;
