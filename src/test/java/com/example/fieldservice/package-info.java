/**
 * An estate as Tidemark finds them: orders with lines and technicians, keys of its own, code of its own that writes to
 * the tables. It knows nothing of Tidemark but {@code org.tidemark.spi}, and is packed with the built classes jar into
 * a WAR of its own.
 */
package com.example.fieldservice;
