package org.tidemark.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a JPA entity a collection that replicas hold. The attributes travel as the JPA metamodel lists them; nothing else has
 * to be declared.
 *
 * <pre>{@code
 * @Entity
 * @Synchronised(collection = "companies", scope = "region")
 * public class Company extends SyncedEntity {
 *     @NotBlank @Size(max = 200) private String name;
 *     @NotNull private String region;
 *     // getters and setters
 * }
 *
 * @Entity
 * @Synchronised(collection = "contacts", scope = "company")
 * public class Contact extends SyncedEntity {
 *     @NotNull @ManyToOne(fetch = FetchType.LAZY) private Company company;   // a contact has its company's scope
 *     @NotBlank private String name;
 *     // getters and setters
 * }
 * }</pre>
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Synchronised {

    /** The wire name, unique in the application: letters, digits, {@code _} and {@code -}. */
    String collection();

    /**
     * The attribute that holds the scope: a String or an enum, or a to-one relation to another synchronised entity, whose
     * scope this one then shares and follows when it moves.
     */
    String scope();

    /** What an unresolved conflict of this collection holds back on the replica that has it. */
    Gate gate() default Gate.BLOCK;

    /** What becomes of an edit whose record changed since. */
    Merge merge() default Merge.MANUAL;
}
