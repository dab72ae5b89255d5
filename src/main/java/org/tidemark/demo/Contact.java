package org.tidemark.demo;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.tidemark.spi.SyncedEntity;
import org.tidemark.spi.Synchronised;

/** A person at a customer; in the region of the customer, wherever that moves. */
@Entity
@Table(name = "contact")
@Synchronised(collection = "contacts", scope = "company")
public class Contact extends SyncedEntity {

    @NotNull
    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "company")
    private Company company;

    @NotBlank
    @Size(max = 200)
    @Column(name = "name")
    private String name;

    @Size(max = 100)
    @Column(name = "role")
    private String role;

    @Size(max = 40)
    @Column(name = "phone")
    private String phone;

    @Email
    @Size(max = 200)
    @Column(name = "email")
    private String email;

    public Company getCompany() {
        return company;
    }

    public void setCompany(Company company) {
        this.company = company;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getRole() {
        return role;
    }

    public void setRole(String role) {
        this.role = role;
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
}
