/** Chains what happened, and looks whether the chain is whole. */
package org.tidemark.audit;
