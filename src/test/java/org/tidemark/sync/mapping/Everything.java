package org.tidemark.sync.mapping;

import jakarta.json.bind.annotation.JsonbTransient;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.tidemark.spi.InstantConverter;
import org.tidemark.spi.SyncedEntity;
import org.tidemark.spi.Synchronised;

/** Each portable type of attribute. */
@Entity
@Table(name = "everything")
@Synchronised(collection = "everything", scope = "team")
public class Everything extends SyncedEntity {

    public enum Colour {
        RED,
        GREEN
    }

    @Column(name = "team")
    private String team;

    @Column(name = "flag")
    private boolean flag;

    @Column(name = "small")
    private Short small;

    @Column(name = "whole")
    private int whole;

    @Column(name = "huge")
    private Long huge;

    @Column(name = "giant", precision = 30, scale = 0)
    private BigInteger giant;

    @Column(name = "real_number")
    private Double realNumber;

    @Column(name = "price", precision = 15, scale = 2)
    private BigDecimal price;

    @Enumerated(EnumType.STRING)
    @Column(name = "colour")
    private Colour colour;

    @Column(name = "on_day")
    private LocalDate day;

    @Column(name = "moment")
    private LocalDateTime moment;

    @Convert(converter = InstantConverter.class)
    @Column(name = "happened")
    private Instant happened;

    @Column(name = "raw")
    private byte[] raw;

    @Convert(converter = Money.AsText.class)
    @Column(name = "money")
    private Money money;

    @Embedded
    private Place place;

    @JsonbTransient
    @Column(name = "secret")
    private String secret = "hidden";

    @Column(name = "computed", insertable = false, updatable = false)
    private String computed;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "other")
    private Everything other;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "machine")
    private Machine machine;

    public String getTeam() {
        return team;
    }

    public void setTeam(String team) {
        this.team = team;
    }

    public boolean isFlag() {
        return flag;
    }

    public void setFlag(boolean flag) {
        this.flag = flag;
    }

    public Short getSmall() {
        return small;
    }

    public void setSmall(Short small) {
        this.small = small;
    }

    public int getWhole() {
        return whole;
    }

    public void setWhole(int whole) {
        this.whole = whole;
    }

    public Long getHuge() {
        return huge;
    }

    public void setHuge(Long huge) {
        this.huge = huge;
    }

    public BigInteger getGiant() {
        return giant;
    }

    public void setGiant(BigInteger giant) {
        this.giant = giant;
    }

    public Double getRealNumber() {
        return realNumber;
    }

    public void setRealNumber(Double realNumber) {
        this.realNumber = realNumber;
    }

    public BigDecimal getPrice() {
        return price;
    }

    public void setPrice(BigDecimal price) {
        this.price = price;
    }

    public Colour getColour() {
        return colour;
    }

    public void setColour(Colour colour) {
        this.colour = colour;
    }

    public LocalDate getDay() {
        return day;
    }

    public void setDay(LocalDate day) {
        this.day = day;
    }

    public LocalDateTime getMoment() {
        return moment;
    }

    public void setMoment(LocalDateTime moment) {
        this.moment = moment;
    }

    public Instant getHappened() {
        return happened;
    }

    public void setHappened(Instant happened) {
        this.happened = happened;
    }

    public byte[] getRaw() {
        return raw;
    }

    public void setRaw(byte[] raw) {
        this.raw = raw;
    }

    public Money getMoney() {
        return money;
    }

    public void setMoney(Money money) {
        this.money = money;
    }

    public Place getPlace() {
        return place;
    }

    public void setPlace(Place place) {
        this.place = place;
    }

    public String getSecret() {
        return secret;
    }

    public String getComputed() {
        return computed;
    }

    public Everything getOther() {
        return other;
    }

    public void setOther(Everything other) {
        this.other = other;
    }

    public Machine getMachine() {
        return machine;
    }

    public void setMachine(Machine machine) {
        this.machine = machine;
    }
}
