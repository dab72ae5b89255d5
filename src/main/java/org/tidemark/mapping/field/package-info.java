/**
 * The attributes of an entity as fields of a record: how each is read, checked, written and selected. {@link
 * org.tidemark.mapping.field.SyncField} is one field, {@link org.tidemark.mapping.field.ValueType} one type of values.
 */
package org.tidemark.mapping.field;
