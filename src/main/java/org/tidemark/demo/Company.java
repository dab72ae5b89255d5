package org.tidemark.demo;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.tidemark.spi.SyncedEntity;
import org.tidemark.spi.Synchronised;

/** A customer. Its region decides who works with it. */
@Entity
@Table(name = "company")
@Synchronised(collection = "companies", scope = "region")
public class Company extends SyncedEntity {

    @NotBlank
    @Size(max = 200)
    @Column(name = "name")
    private String name;

    @Size(max = 20)
    @Column(name = "vat_number")
    private String vatNumber;

    @NotNull
    @Size(max = 20)
    @Column(name = "region")
    private String region;

    @Size(max = 40)
    @Column(name = "phone")
    private String phone;

    @Email
    @Size(max = 200)
    @Column(name = "email")
    private String email;

    @Valid
    @Embedded
    private Address address;

    @Min(0)
    @Column(name = "employees")
    private Integer employees;

    @Digits(integer = 13, fraction = 2)
    @Column(name = "annual_revenue", precision = 15, scale = 2)
    private BigDecimal annualRevenue;

    @Column(name = "founded")
    private LocalDate founded;

    @Size(max = 4000)
    @Column(name = "notes")
    private String notes;

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getVatNumber() {
        return vatNumber;
    }

    public void setVatNumber(String vatNumber) {
        this.vatNumber = vatNumber;
    }

    public String getRegion() {
        return region;
    }

    public void setRegion(String region) {
        this.region = region;
    }

    public String getPhone() {
        return phone;
    }

    public void setPhone(String phone) {
        this.phone = phone;
    }

    public String getEmail() {
        return email;
    }

    public void setEmail(String email) {
        this.email = email;
    }

    public Address getAddress() {
        return address;
    }

    public void setAddress(Address address) {
        this.address = address;
    }

    public Integer getEmployees() {
        return employees;
    }

    public void setEmployees(Integer employees) {
        this.employees = employees;
    }

    public BigDecimal getAnnualRevenue() {
        return annualRevenue;
    }

    public void setAnnualRevenue(BigDecimal annualRevenue) {
        this.annualRevenue = annualRevenue;
    }

    public LocalDate getFounded() {
        return founded;
    }

    public void setFounded(LocalDate founded) {
        this.founded = founded;
    }

    public String getNotes() {
        return notes;
    }

    public void setNotes(String notes) {
        this.notes = notes;
    }
}
