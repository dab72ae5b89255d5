package org.tidemark.sync.kinds;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.ManyToOne;
import java.math.BigInteger;
import java.util.UUID;
import org.tidemark.spi.Synchronised;

/** What a scope can be taken from. */
public final class Scopes {

    private Scopes() {}

    public enum Region {
        RED,
        BLUE
    }

    @Works(row = "scope: `String`", created = "{'note': 'a', 'tenant': 'red'}")
    @Entity(name = "text_scope")
    @Synchronised(collection = "text-scope", scope = "tenant")
    public static class TextScope extends Kind {
        @Column(nullable = false)
        private String tenant;

        public String getTenant() {
            return tenant;
        }

        public void setTenant(String tenant) {
            this.tenant = tenant;
        }
    }

    @Works(row = "scope: enum", created = "{'note': 'a', 'tenant': 'RED'}")
    @Entity(name = "enum_scope")
    @Synchronised(collection = "enum-scope", scope = "tenant")
    public static class EnumScope extends Kind {
        @Column(nullable = false)
        private Region tenant;

        public Region getTenant() {
            return tenant;
        }

        public void setTenant(Region tenant) {
            this.tenant = tenant;
        }
    }

    @Works(row = "scope: a whole number", created = "{'note': 'a', 'tenant': 7}")
    @Entity(name = "int_scope")
    @Synchronised(collection = "int-scope", scope = "tenant")
    public static class IntScope extends Kind {
        @Column(nullable = false)
        private int tenant;

        public int getTenant() {
            return tenant;
        }

        public void setTenant(int tenant) {
            this.tenant = tenant;
        }
    }

    @Works(row = "scope: a whole number", created = "{'note': 'a', 'tenant': '7'}")
    @Entity(name = "long_scope")
    @Synchronised(collection = "long-scope", scope = "tenant")
    public static class LongScope extends Kind {
        @Column(nullable = false)
        private Long tenant;

        public Long getTenant() {
            return tenant;
        }

        public void setTenant(Long tenant) {
            this.tenant = tenant;
        }
    }

    @Works(row = "scope: a whole number", created = "{'note': 'a', 'tenant': '7'}")
    @Entity(name = "big_scope")
    @Synchronised(collection = "big-scope", scope = "tenant")
    public static class BigScope extends Kind {
        @Column(nullable = false)
        private BigInteger tenant;

        public BigInteger getTenant() {
            return tenant;
        }

        public void setTenant(BigInteger tenant) {
            this.tenant = tenant;
        }
    }

    @Works(row = "scope: `UUID`", created = "{'note': 'a', 'tenant': '0c2f0a5e-0000-4000-8000-00000000000a'}")
    @Entity(name = "uuid_scope")
    @Synchronised(collection = "uuid-scope", scope = "tenant")
    public static class UuidScope extends Kind {
        @Column(nullable = false)
        private UUID tenant;

        public UUID getTenant() {
            return tenant;
        }

        public void setTenant(UUID tenant) {
            this.tenant = tenant;
        }
    }

    @Works(row = "scope: a to-one relation, whose scope it is", created = "{'note': 'a', 'leader': '$parent'}")
    @Entity(name = "follow_scope")
    @Synchronised(collection = "follow-scope", scope = "leader")
    public static class FollowScope extends Kind {
        @ManyToOne
        private Relations.Parent leader;

        public Relations.Parent getLeader() {
            return leader;
        }

        public void setLeader(Relations.Parent leader) {
            this.leader = leader;
        }
    }
}
