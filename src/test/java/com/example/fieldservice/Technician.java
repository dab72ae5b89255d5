package com.example.fieldservice;

import jakarta.json.bind.annotation.JsonbTransient;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.util.UUID;
import org.tidemark.spi.RecordListener;
import org.tidemark.spi.SyncId;
import org.tidemark.spi.SyncState;
import org.tidemark.spi.Synchronisable;
import org.tidemark.spi.Synchronised;

/** Who does the orders. The badge is what everybody knows a technician by. */
@Entity
@Table(name = "technician")
@Synchronised(collection = "technicians", scope = "district")
@EntityListeners(RecordListener.class)
@Cacheable(false)
public class Technician implements Synchronisable {

    @Id
    @Column(name = "badge")
    private String badge;

    @Version
    @Column(name = "revision")
    private int revision;

    @NotBlank
    @Column(name = "name")
    private String name;

    @NotNull
    @Enumerated(EnumType.STRING)
    @Column(name = "district")
    private District district;

    @Column(name = "phone")
    private String phone;

    /** Nothing for a device in a van. */
    @JsonbTransient
    @Column(name = "hourly_cost")
    private BigDecimal hourlyCost;

    @SyncId
    @Column(name = "sync_id")
    private UUID syncId;

    @Embedded
    private SyncState sync = new SyncState();

    @Override
    public UUID getSyncId() {
        return syncId;
    }

    @Override
    public void setSyncId(UUID id) {
        syncId = id;
    }

    @Override
    public SyncState getSync() {
        return sync;
    }

    public String getBadge() {
        return badge;
    }

    public void setBadge(String badge) {
        this.badge = badge;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public District getDistrict() {
        return district;
    }

    public void setDistrict(District district) {
        this.district = district;
    }

    public String getPhone() {
        return phone;
    }

    public void setPhone(String phone) {
        this.phone = phone;
    }

    public BigDecimal getHourlyCost() {
        return hourlyCost;
    }

    public void setHourlyCost(BigDecimal hourlyCost) {
        this.hourlyCost = hourlyCost;
    }
}
