/**
 * The tables of synchronised entities as plain SQL sees them: their names, the triggers that number what other programs
 * write, and whether these are installed. Imports {@code spi} alone. Start at {@link org.tidemark.triggers.Triggers}.
 */
package org.tidemark.triggers;
