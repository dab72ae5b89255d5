/** How much memory a request may hold. Who counts it is {@code web}, and whoever reads much asks. */
package org.tidemark.memory;
