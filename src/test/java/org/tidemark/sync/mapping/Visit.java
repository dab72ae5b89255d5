package org.tidemark.sync.mapping;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.validation.constraints.AssertTrue;
import org.tidemark.spi.Coupled;
import org.tidemark.spi.Merge;
import org.tidemark.spi.SyncedEntity;
import org.tidemark.spi.Synchronised;

/** Merged field by field, with fields that belong together, a rule over two fields, and fields that nobody changes. */
@Entity
@Table(name = "visit")
@Synchronised(collection = "visits", scope = "team", merge = Merge.FIELDS)
public class Visit extends SyncedEntity {

    @Column(name = "team")
    private String team;

    @Coupled("address")
    @Column(name = "street")
    private String street;

    @Coupled("address")
    @Column(name = "city")
    private String city;

    @Column(name = "begins")
    private int begins;

    @Column(name = "ends")
    private int ends;

    @Column(name = "opened_by", updatable = false)
    private String openedBy;

    @Column(name = "stamp", insertable = false, updatable = false)
    private String stamp;

    @AssertTrue(message = "must end after it begins")
    public boolean isInOrder() {
        return begins <= ends;
    }

    /** Nobody can set it. */
    public String getStamp() {
        return stamp;
    }

    public String getTeam() {
        return team;
    }

    public void setTeam(String team) {
        this.team = team;
    }

    public String getStreet() {
        return street;
    }

    public void setStreet(String street) {
        this.street = street;
    }

    public String getCity() {
        return city;
    }

    public void setCity(String city) {
        this.city = city;
    }

    public int getBegins() {
        return begins;
    }

    public void setBegins(int begins) {
        this.begins = begins;
    }

    public int getEnds() {
        return ends;
    }

    public void setEnds(int ends) {
        this.ends = ends;
    }

    public String getOpenedBy() {
        return openedBy;
    }

    public void setOpenedBy(String openedBy) {
        this.openedBy = openedBy;
    }
}
