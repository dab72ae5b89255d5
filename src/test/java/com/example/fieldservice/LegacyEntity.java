package com.example.fieldservice;

import jakarta.persistence.Column;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Version;
import org.tidemark.spi.AdoptedEntity;

/** What most entities had in common before anybody thought of synchronisation. */
@MappedSuperclass
public abstract class LegacyEntity extends AdoptedEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "fieldservice_id")
    @SequenceGenerator(name = "fieldservice_id", sequenceName = "fieldservice_id", allocationSize = 50)
    @Column(name = "id")
    private Long id;

    @Version
    @Column(name = "revision")
    private int revision;

    public Long getId() {
        return id;
    }
}
