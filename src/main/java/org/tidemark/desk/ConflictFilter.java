package org.tidemark.desk;

import java.util.UUID;

/**
 * Which conflicts of the register to list.
 *
 * @param status {@code open}, {@code settled} or {@code superseded}; null for all
 * @param collection null for all
 * @param replica null for all
 * @param after the last conflict of the page before; null for the first page
 * @param limit at most so many
 */
public record ConflictFilter(String status, String collection, UUID replica, UUID after, int limit) {}
