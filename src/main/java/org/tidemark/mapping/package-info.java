/**
 * Entities and records: which entities are synchronised, under which names, with which fields, rules and tables. {@link
 * org.tidemark.mapping.CollectionRegistry} knows all of them; it is read from JPA's metamodel when the application
 * starts.
 */
package org.tidemark.mapping;
