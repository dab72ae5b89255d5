package org.tidemark.sync.kinds;

import jakarta.json.bind.annotation.JsonbTransient;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.validation.constraints.NotBlank;
import org.tidemark.spi.ServerOnly;
import org.tidemark.spi.Synchronised;

/** Attributes with access of their own: hidden, guarded, read-only, fixed, or with getters of unusual names. */
public final class Accessors {

    private Accessors() {}

    @Works(
            row = "`getEMail()` for `eMail`, `Boolean isDone()`, setters that return the object",
            created = "{'team': 'red', 'eMail': 'a@b', 'done': true, 'fluent': 'x'}",
            changed = "{'eMail': 'b@b', 'done': false, 'fluent': 'y'}",
            other = "{'eMail': 'c@b'}")
    @Entity(name = "odd")
    @Synchronised(collection = "odd", scope = "team")
    public static class Odd extends Kind {
        private String eMail;
        private Boolean done;
        private String fluent;

        public String getEMail() {
            return eMail;
        }

        public void setEMail(String eMail) {
            this.eMail = eMail;
        }

        public Boolean isDone() {
            return done;
        }

        public void setDone(Boolean done) {
            this.done = done;
        }

        public String getFluent() {
            return fluent;
        }

        public Odd setFluent(String fluent) {
            this.fluent = fluent;
            return this;
        }
    }

    @Works(row = "hidden by `@ServerOnly` or `@JsonbTransient`, also without a getter")
    @Entity(name = "closed")
    @Synchronised(collection = "closed", scope = "team")
    public static class Closed extends Kind {
        @JsonbTransient
        private String secret = "hidden";

        public String getSecret() {
            return secret;
        }

        public void setSecret(String secret) {
            this.secret = secret;
        }

        @ServerOnly
        private String unseen = "hidden";

        @ServerOnly
        @NotBlank(message = "the margin is to be given")
        private String margin = "ten";

        public String getMargin() {
            return margin;
        }

        public void setMargin(String margin) {
            this.margin = margin;
        }
    }

    /** Opens nothing to the rest of its application but what it does. */
    @Works(
            row = "getters and setters that are private, protected or package-private",
            created = "{'team': 'red', 'note': 'a', 'state': 'new', 'amount': 1, 'urgent': false}",
            changed = "{'state': 'sold', 'amount': 2, 'urgent': true}",
            other = "{'state': 'lost'}")
    @Entity(name = "guarded")
    @Synchronised(collection = "guarded", scope = "team")
    public static class Guarded extends Kind {
        private String state;

        private int amount;

        private boolean urgent;

        private String getState() {
            return state;
        }

        private void setState(String state) {
            this.state = state;
        }

        protected int getAmount() {
            return amount;
        }

        protected void setAmount(int amount) {
            this.amount = amount;
        }

        boolean isUrgent() {
            return urgent;
        }

        void setUrgent(boolean urgent) {
            this.urgent = urgent;
        }
    }

    @Works(row = "read-only: without a setter, or a column neither insertable nor updatable")
    @Entity(name = "served")
    @Synchronised(collection = "served", scope = "team")
    public static class Served extends Kind {
        @Column(insertable = false, updatable = false, columnDefinition = "varchar(20) default 'by the database'")
        private String computed;

        public String getComputed() {
            return computed;
        }

        public void setComputed(String computed) {
            this.computed = computed;
        }

        private String own = "own";

        public String getOwn() {
            return own;
        }
    }

    @Works(
            row = "fixed once the record exists: a column that is not updatable",
            created = "{'team': 'red', 'note': 'a', 'opener': 'bob'}")
    @Entity(name = "opened")
    @Synchronised(collection = "opened", scope = "team")
    public static class Opened extends Kind {
        @Column(updatable = false)
        private String opener;

        public String getOpener() {
            return opener;
        }

        public void setOpener(String opener) {
            this.opener = opener;
        }
    }
}
