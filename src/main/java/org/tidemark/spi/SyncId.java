package org.tidemark.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the attribute, a {@link java.util.UUID} with a unique column, by which replicas know an entity whose own
 * primary key they cannot make: a sequence, an identity column, a natural key. Relations between entities keep using
 * the own key.
 */
@Documented
@Target({ElementType.FIELD, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface SyncId {}
