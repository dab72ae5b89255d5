package org.tidemark.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a JPA entity a collection that replicas hold. The attributes travel as the JPA metamodel lists them; nothing
 * else has to be declared.
 *
 * <p>There are three ways in. An entity extends {@link SyncedEntity}:
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
 *
 * <p>Or it keeps its own superclass and key, and has the state and the listener:
 *
 * <pre>{@code
 * @Entity
 * @Synchronised(collection = "orders", scope = "district")
 * @EntityListeners(RecordListener.class)
 * public class ServiceOrder extends LegacyEntity implements Synchronisable {  // LegacyEntity: @Id, @Version
 *     @SyncId @Column(name = "sync_id") private UUID syncId;
 *     @Embedded private SyncState sync = new SyncState();
 *
 *     @Override public UUID getSyncId() { return syncId; }
 *     @Override public void setSyncId(UUID id) { syncId = id; }
 *     @Override public SyncState getSync() { return sync; }
 *     // the attributes that were always there, with getters and setters
 * }
 * }</pre>
 *
 * <p>Or its class cannot be touched, whether it has JPA annotations or not. Then {@code orm.xml} maps it as a
 * superclass:
 *
 * <pre>{@code
 * <mapped-superclass class="com.vendor.Asset" access="FIELD" metadata-complete="true">
 *   <attributes>
 *     <id name="number">
 *       <column name="asset_no"/>
 *       <generated-value strategy="IDENTITY"/>
 *     </id>
 *     <basic name="label"/>
 *     <basic name="site"/>
 *     <basic name="remark"/>
 *   </attributes>
 * </mapped-superclass>
 * }</pre>
 *
 * and a small class is the entity. Getters that it overrides carry the annotations that the vendor's class lacks:
 *
 * <pre>{@code
 * @Entity(name = "Asset")
 * @Table(name = "asset")
 * @Synchronised(collection = "assets", scope = "site")
 * @EntityListeners(RecordListener.class)
 * public class SyncedAsset extends Asset implements Synchronisable {
 *     @SyncId @Column(name = "sync_id") private UUID syncId;
 *     @Version @Column(name = "sync_lock") private int lock;      // unless orm.xml maps a version
 *     @Embedded private SyncState sync = new SyncState();
 *
 *     @Override public UUID getSyncId() { return syncId; }
 *     @Override public void setSyncId(UUID id) { syncId = id; }
 *     @Override public SyncState getSync() { return sync; }
 *
 *     @Override @JsonbTransient public Long getNumber() { return super.getNumber(); }   // the database makes it
 *     @Override @NotBlank public String getLabel() { return super.getLabel(); }
 *     @Override @JsonbTransient public String getRemark() { return super.getRemark(); } // not for replicas
 * }
 * }</pre>
 *
 * <p>What cannot work fails the deployment, with a sentence for each mistake; docs/mappings.md lists every kind of
 * class, key and attribute that was tried.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Synchronised {

    /** The wire name, unique in the application: letters, digits, {@code _} and {@code -}. */
    String collection();

    /**
     * The attribute that holds the scope: a String, an enum, a UUID, a whole number, or a to-one relation to another
     * synchronised entity, whose scope this one then shares and follows when it moves.
     */
    String scope();

    /** What an unresolved conflict of this collection holds back on the replica that has it. */
    Gate gate() default Gate.BLOCK;

    /** What becomes of an edit whose record changed since. */
    Merge merge() default Merge.MANUAL;
}
