package com.example.fieldservice;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.tidemark.spi.Coupled;
import org.tidemark.spi.Merge;
import org.tidemark.spi.SyncedEntity;
import org.tidemark.spi.Synchronised;

/** When somebody comes; a table that was made for replicas from the start. */
@Entity
@Table(name = "appointment")
@Synchronised(collection = "appointments", scope = "district", merge = Merge.FIELDS)
public class Appointment extends SyncedEntity {

    @NotNull
    @Enumerated(EnumType.STRING)
    @Column(name = "district")
    private District district;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "service_order")
    private ServiceOrder order;

    @Coupled("time")
    @Column(name = "begins")
    private int begins;

    @Coupled("time")
    @Column(name = "ends")
    private int ends;

    @Max(100)
    @Column(name = "hours")
    private int hours;

    @Size(max = 40)
    @Column(name = "note")
    private String note;

    @Column(name = "contact")
    private String contact;

    /** Only a dispatcher gives one. */
    @Column(name = "discount")
    private int discount;

    @Column(name = "closed")
    private boolean closed;

    @Column(name = "opened_by", updatable = false)
    private String openedBy;

    @Column(name = "stamp", insertable = false, updatable = false)
    private String stamp;

    @AssertTrue(message = "must end after it begins")
    public boolean isInOrder() {
        return begins <= ends;
    }

    public District getDistrict() {
        return district;
    }

    public void setDistrict(District district) {
        this.district = district;
    }

    public ServiceOrder getOrder() {
        return order;
    }

    public void setOrder(ServiceOrder order) {
        this.order = order;
    }

    public int getBegins() {
        return begins;
    }

    protected void setBegins(int begins) {
        this.begins = begins;
    }

    public int getEnds() {
        return ends;
    }

    public void setEnds(int ends) {
        this.ends = ends;
    }

    public int getHours() {
        return hours;
    }

    private void setHours(int hours) {
        this.hours = hours;
    }

    public String getNote() {
        return note;
    }

    public void setNote(String note) {
        this.note = note;
    }

    public String getContact() {
        return contact;
    }

    public void setContact(String contact) {
        if ("nobody".equals(contact)) {
            throw new IllegalArgumentException("a visit without anybody: " + this);
        }
        this.contact = contact;
    }

    public int getDiscount() {
        return discount;
    }

    public void setDiscount(int discount) {
        this.discount = discount;
    }

    public boolean isClosed() {
        return closed;
    }

    public void setClosed(boolean closed) {
        this.closed = closed;
    }

    public String getOpenedBy() {
        return openedBy;
    }

    public void setOpenedBy(String openedBy) {
        this.openedBy = openedBy;
    }

    /** The database fills it. */
    public String getStamp() {
        return stamp;
    }
}
