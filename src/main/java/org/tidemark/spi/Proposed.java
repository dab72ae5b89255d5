package org.tidemark.spi;

import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a {@link ConflictRule} that decides nothing yet. Stewards replay it over the conflicts that people have decided:
 * they see what it would have said, and how often people said the same. Remove the annotation, and it decides.
 *
 * <pre>{@code
 * @Proposed
 * @ApplicationScoped
 * public class LaterPhoneCounts implements ConflictRule<Company> { ... }
 * }</pre>
 */
@Qualifier
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Proposed {}
