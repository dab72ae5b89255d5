package org.tidemark.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Keeps an attribute from all replicas, and from nothing else: the database, JPA and the application's own JSON have it
 * as before. It is in no pull, no description, no conflict and no rejection. A record that a replica adds has what the
 * class says, or null; an edit leaves it as it is.
 *
 * <pre>{@code
 * @ServerOnly
 * @Column(name = "hourly_cost")
 * private BigDecimal hourlyCost;
 * }</pre>
 *
 * <p>It stands at the field or at the getter. {@code @JsonbTransient} does the same, and hides the attribute from the
 * application's own JSON too.
 */
@Documented
@Target({ElementType.FIELD, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface ServerOnly {}
