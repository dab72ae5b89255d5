package org.tidemark.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Attributes that only make sense together: a merge takes all of them from one side. If both sides changed any of them
 * and do not end with the same values, that is a conflict, also if they changed different ones.
 *
 * <pre>{@code
 * @Coupled("address") private String street;
 * @Coupled("address") private String city;
 * }</pre>
 *
 * <p>An embedded object is one attribute, so its parts are coupled already.
 */
@Documented
@Target({ElementType.FIELD, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface Coupled {

    /** The group's name, within the entity. */
    String value();
}
