package org.tidemark.sync.kinds;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.net.URI;
import java.time.Duration;
import java.time.MonthDay;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Currency;
import java.util.Locale;

/** What an application writes for classes that JPA does not know: their text. */
public final class Converters {

    private Converters() {}

    @Converter
    public static class DurationText implements AttributeConverter<Duration, String> {
        @Override
        public String convertToDatabaseColumn(Duration value) {
            return value == null ? null : value.toString();
        }

        @Override
        public Duration convertToEntityAttribute(String column) {
            return column == null ? null : Duration.parse(column);
        }
    }

    @Converter
    public static class PeriodText implements AttributeConverter<Period, String> {
        @Override
        public String convertToDatabaseColumn(Period value) {
            return value == null ? null : value.toString();
        }

        @Override
        public Period convertToEntityAttribute(String column) {
            return column == null ? null : Period.parse(column);
        }
    }

    @Converter
    public static class YearText implements AttributeConverter<Year, String> {
        @Override
        public String convertToDatabaseColumn(Year value) {
            return value == null ? null : value.toString();
        }

        @Override
        public Year convertToEntityAttribute(String column) {
            return column == null ? null : Year.parse(column);
        }
    }

    @Converter
    public static class YearMonthText implements AttributeConverter<YearMonth, String> {
        @Override
        public String convertToDatabaseColumn(YearMonth value) {
            return value == null ? null : value.toString();
        }

        @Override
        public YearMonth convertToEntityAttribute(String column) {
            return column == null ? null : YearMonth.parse(column);
        }
    }

    @Converter
    public static class MonthDayText implements AttributeConverter<MonthDay, String> {
        @Override
        public String convertToDatabaseColumn(MonthDay value) {
            return value == null ? null : value.toString();
        }

        @Override
        public MonthDay convertToEntityAttribute(String column) {
            return column == null ? null : MonthDay.parse(column);
        }
    }

    @Converter
    public static class LocaleText implements AttributeConverter<Locale, String> {
        @Override
        public String convertToDatabaseColumn(Locale value) {
            return value == null ? null : value.toLanguageTag();
        }

        @Override
        public Locale convertToEntityAttribute(String column) {
            return column == null ? null : Locale.forLanguageTag(column);
        }
    }

    @Converter
    public static class CurrencyText implements AttributeConverter<Currency, String> {
        @Override
        public String convertToDatabaseColumn(Currency value) {
            return value == null ? null : value.toString();
        }

        @Override
        public Currency convertToEntityAttribute(String column) {
            return column == null ? null : Currency.getInstance(column);
        }
    }

    @Converter
    public static class UriText implements AttributeConverter<URI, String> {
        @Override
        public String convertToDatabaseColumn(URI value) {
            return value == null ? null : value.toString();
        }

        @Override
        public URI convertToEntityAttribute(String column) {
            return column == null ? null : URI.create(column);
        }
    }

    @Converter
    public static class ZoneText implements AttributeConverter<ZoneId, String> {
        @Override
        public String convertToDatabaseColumn(ZoneId value) {
            return value == null ? null : value.toString();
        }

        @Override
        public ZoneId convertToEntityAttribute(String column) {
            return column == null ? null : ZoneId.of(column);
        }
    }
}
