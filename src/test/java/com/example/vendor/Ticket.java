package com.example.vendor;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Version;

/**
 * An entity of a vendor's library, with annotations that nobody can change; it refers to another class of the vendor.
 */
@Entity
public class Ticket {

    @Id
    @Column(name = "ticket_code")
    private String code;

    @Version
    private long revision;

    private String text;

    @ManyToOne(fetch = FetchType.LAZY)
    private Asset asset;

    public String getCode() {
        return code;
    }

    public void setCode(String code) {
        this.code = code;
    }

    public long getRevision() {
        return revision;
    }

    public String getText() {
        return text;
    }

    public void setText(String text) {
        this.text = text;
    }

    public Asset getAsset() {
        return asset;
    }

    public void setAsset(Asset asset) {
        this.asset = asset;
    }
}
