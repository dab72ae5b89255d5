package org.tidemark.sync.kinds;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Temporal;
import jakarta.persistence.TemporalType;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.util.Date;
import org.tidemark.spi.InstantConverter;
import org.tidemark.spi.Synchronised;

/** Attributes of time. */
public final class Times {

    private Times() {}

    @Entity(name = "times_all")
    @Works(row = "", created = "{'team': 'red'}", changed = "{}", other = "{'note': 'c'}")
    @Synchronised(collection = "times", scope = "team")
    public static class All extends Kind {
        @WorksAs(row = "`LocalDate`", value = "'2024-02-29'", then = "'1999-12-31'")
        @Column(name = "on_day")
        private LocalDate day;

        public LocalDate getDay() {
            return day;
        }

        public void setDay(LocalDate day) {
            this.day = day;
        }

        @WorksAs(row = "`LocalDateTime`", value = "'2024-02-29T12:00:00.123456'", then = "'2024-02-29T12:00'")
        private LocalDateTime moment;

        public LocalDateTime getMoment() {
            return moment;
        }

        public void setMoment(LocalDateTime moment) {
            this.moment = moment;
        }

        @WorksAs(row = "`LocalTime`", value = "'23:59'", then = "'08:30:15'")
        private LocalTime clock;

        public LocalTime getClock() {
            return clock;
        }

        public void setClock(LocalTime clock) {
            this.clock = clock;
        }

        @WorksAs(
                row = "`Instant` with `InstantConverter`",
                value = "'2024-02-29T11:00:00.500Z'",
                then = "'2024-02-29T11:00:00.123456Z'")
        @Convert(converter = InstantConverter.class)
        private Instant happened;

        public Instant getHappened() {
            return happened;
        }

        public void setHappened(Instant happened) {
            this.happened = happened;
        }

        @WorksAs(row = "`OffsetDateTime`", value = "'2024-02-29T11:00:00.500Z'", then = "'2024-02-29T11:00:00Z'")
        @Column(name = "offset_at")
        private OffsetDateTime offset;

        public OffsetDateTime getOffset() {
            return offset;
        }

        public void setOffset(OffsetDateTime offset) {
            this.offset = offset;
        }

        @WorksAs(
                row = "`java.util.Date` with `@Temporal(TIMESTAMP)`",
                value = "'2024-02-29T11:00:00.500Z'",
                then = "'2024-02-29T11:00:00Z'")
        @Temporal(TemporalType.TIMESTAMP)
        private Date changed;

        public Date getChanged() {
            return changed;
        }

        public void setChanged(Date changed) {
            this.changed = changed;
        }

        @WorksAs(row = "`java.util.Date` with `@Temporal(DATE)`", value = "'2024-02-29'", then = "'1999-12-31'")
        @Temporal(TemporalType.DATE)
        private Date due;

        public Date getDue() {
            return due;
        }

        public void setDue(Date due) {
            this.due = due;
        }

        @WorksAs(row = "`java.util.Date` with `@Temporal(TIME)`", value = "'08:30'", then = "'23:59:59'")
        @Temporal(TemporalType.TIME)
        private Date opens;

        public Date getOpens() {
            return opens;
        }

        public void setOpens(Date opens) {
            this.opens = opens;
        }

        @WorksAs(row = "`java.sql.Timestamp`", value = "'2024-02-29T11:00:00.123456Z'", then = "'2024-02-29T11:00:00Z'")
        private Timestamp stamp;

        public Timestamp getStamp() {
            return stamp;
        }

        public void setStamp(Timestamp stamp) {
            this.stamp = stamp;
        }

        @WorksAs(row = "`java.sql.Date`", value = "'2024-02-29'", then = "'1999-12-31'")
        private java.sql.Date paid;

        public java.sql.Date getPaid() {
            return paid;
        }

        public void setPaid(java.sql.Date paid) {
            this.paid = paid;
        }

        @WorksAs(
                row = "`Duration`, `Period`, `Year`, `YearMonth`, `MonthDay` with an `AttributeConverter`",
                value = "'PT1H30M'",
                then = "'PT0S'")
        @Convert(converter = Converters.DurationText.class)
        private Duration lasts;

        public Duration getLasts() {
            return lasts;
        }

        public void setLasts(Duration lasts) {
            this.lasts = lasts;
        }

        @WorksAs(
                row = "`Duration`, `Period`, `Year`, `YearMonth`, `MonthDay` with an `AttributeConverter`",
                value = "'P1M'",
                then = "'P2D'")
        @Convert(converter = Converters.PeriodText.class)
        private Period every;

        public Period getEvery() {
            return every;
        }

        public void setEvery(Period every) {
            this.every = every;
        }

        @WorksAs(
                row = "`Duration`, `Period`, `Year`, `YearMonth`, `MonthDay` with an `AttributeConverter`",
                value = "'1999'",
                then = "'2024'")
        @Convert(converter = Converters.YearText.class)
        private Year vintage;

        public Year getVintage() {
            return vintage;
        }

        public void setVintage(Year vintage) {
            this.vintage = vintage;
        }

        @WorksAs(
                row = "`Duration`, `Period`, `Year`, `YearMonth`, `MonthDay` with an `AttributeConverter`",
                value = "'2024-02'",
                then = "'1999-12'")
        @Convert(converter = Converters.YearMonthText.class)
        private YearMonth billing;

        public YearMonth getBilling() {
            return billing;
        }

        public void setBilling(YearMonth billing) {
            this.billing = billing;
        }

        @WorksAs(
                row = "`Duration`, `Period`, `Year`, `YearMonth`, `MonthDay` with an `AttributeConverter`",
                value = "'--02-29'",
                then = "'--12-31'")
        @Convert(converter = Converters.MonthDayText.class)
        private MonthDay birthday;

        public MonthDay getBirthday() {
            return birthday;
        }

        public void setBirthday(MonthDay birthday) {
            this.birthday = birthday;
        }
    }

    @Works(
            row = "`Instant` without a converter",
            butNot = {"eclipselink", "eclipselink on PostgreSQL", "eclipselink on MariaDB"},
            created = "{'team': 'red', 'happened': '2024-02-29T11:00:00.500Z'}",
            changed = "{'happened': null}")
    @Entity(name = "plain_instant")
    @Synchronised(collection = "plain-instant", scope = "team")
    public static class PlainInstant extends Kind {
        private Instant happened;

        public Instant getHappened() {
            return happened;
        }

        public void setHappened(Instant happened) {
            this.happened = happened;
        }
    }
}
