package org.tidemark.sync.state;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import org.tidemark.spi.InstantConverter;

/** A key by which cursors are sealed. In the database, so that all nodes know it, and a server after a restart. */
@Entity
@Cacheable(false)
@Table(name = "tidemark_cursor_key")
public class CursorKey {

    private static final int BYTES = 32;

    @Id
    @Column(name = "id")
    private int id;

    @Column(name = "secret")
    private String secret;

    @Convert(converter = InstantConverter.class)
    @Column(name = "created_at")
    private Instant createdAt;

    protected CursorKey() {}

    public CursorKey(int id, Instant now) {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        this.id = id;
        this.secret = Base64.getEncoder().encodeToString(bytes);
        this.createdAt = now;
    }

    public int id() {
        return id;
    }

    public byte[] secret() {
        return Base64.getDecoder().decode(secret);
    }

    public Instant createdAt() {
        return createdAt;
    }
}
