package com.example.fieldservice;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import org.tidemark.spi.Synchronised;

/** Something to be done at a customer's. */
@Entity
@Table(name = "service_order")
@Synchronised(collection = "orders", scope = "district")
public class ServiceOrder extends LegacyEntity {

    public enum Status {
        OPEN,
        DONE
    }

    @NotBlank
    @Size(max = 20)
    @Column(name = "order_number")
    private String number;

    @NotBlank
    @Size(max = 200)
    @Column(name = "customer")
    private String customer;

    @NotNull
    @Enumerated(EnumType.STRING)
    @Column(name = "district")
    private District district;

    @NotNull
    @Enumerated(EnumType.STRING)
    @Column(name = "status")
    private Status status = Status.OPEN;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "technician")
    private Technician technician;

    @Size(max = 1000)
    @Column(name = "report")
    private String report;

    @OneToMany(mappedBy = "order", cascade = CascadeType.REMOVE)
    private List<OrderLine> lines = new ArrayList<>();

    public String getNumber() {
        return number;
    }

    public void setNumber(String number) {
        this.number = number;
    }

    public String getCustomer() {
        return customer;
    }

    public void setCustomer(String customer) {
        this.customer = customer;
    }

    public District getDistrict() {
        return district;
    }

    public void setDistrict(District district) {
        this.district = district;
    }

    public Status getStatus() {
        return status;
    }

    public void setStatus(Status status) {
        this.status = status;
    }

    public Technician getTechnician() {
        return technician;
    }

    public void setTechnician(Technician technician) {
        this.technician = technician;
    }

    public String getReport() {
        return report;
    }

    public void setReport(String report) {
        this.report = report;
    }

    public List<OrderLine> getLines() {
        return lines;
    }
}
