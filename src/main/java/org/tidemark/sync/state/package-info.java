/** The tables of Tidemark itself as entities, what keeps them small, and two events that tell of them. */
package org.tidemark.sync.state;
