package com.example.recipes;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import jakarta.validation.constraints.NotBlank;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.tidemark.spi.AdoptedEntity;
import org.tidemark.spi.ServerOnly;
import org.tidemark.spi.Synchronised;

/**
 * Somebody with a wage that is no matter for devices. The class is changed by what it does: nobody sets its attributes
 * from outside.
 */
@Entity
@Table(name = "worker")
@Synchronised(collection = "workers", scope = "region")
public class Worker extends AdoptedEntity {

    private static final long serialVersionUID = 1L;

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Column(name = "id")
    private Long id;

    @Version
    @Column(name = "revision")
    private int revision;

    @Column(name = "region")
    private String region;

    @NotBlank
    @Column(name = "name")
    private String name;

    @ServerOnly
    @Column(name = "wage")
    private BigDecimal wage;

    @OneToMany(mappedBy = "worker", cascade = CascadeType.ALL, orphanRemoval = true)
    private List<WorkerSkill> links = new ArrayList<>();

    protected Worker() {}

    public Worker(String name, String region) {
        this.name = name;
        this.region = region;
    }

    public void rename(String to) {
        name = to;
    }

    public void earns(BigDecimal amount) {
        wage = amount;
    }

    public void learns(Skill skill) {
        links.add(new WorkerSkill(this, skill));
    }

    public void forgets(Skill skill) {
        links.removeIf(link -> link.getSkill().equals(skill));
    }

    public Long getId() {
        return id;
    }

    public int getRevision() {
        return revision;
    }

    public String getRegion() {
        return region;
    }

    private void setRegion(String region) {
        this.region = region;
    }

    public String getName() {
        return name;
    }

    private void setName(String name) {
        this.name = name;
    }

    public BigDecimal getWage() {
        return wage;
    }

    public Set<Skill> getSkills() {
        return links.stream().map(WorkerSkill::getSkill).collect(Collectors.toSet());
    }
}
