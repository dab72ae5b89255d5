package org.tidemark.mapping.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.Valid;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Past;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.io.StringReader;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.hibernate.validator.constraints.CompositionType;
import org.hibernate.validator.constraints.ConstraintComposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What replicas are told of the constraints of a class. */
class FieldRulesTest {

    private static final Validator VALIDATOR =
            Validation.buildDefaultValidatorFactory().getValidator();

    private static final FieldRules RULES = FieldRules.of(VALIDATOR, Order.class);

    interface Draft {}

    @NotNull
    @Size(min = 2, max = 5)
    @Pattern(regexp = "[A-Z]+")
    @Constraint(validatedBy = {})
    @Retention(RetentionPolicy.RUNTIME)
    @interface Code {
        String message() default "";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    @ConstraintComposition(CompositionType.OR)
    @Pattern(regexp = "[A-Z]+")
    @Pattern(regexp = "[0-9]+")
    @Constraint(validatedBy = {})
    @Retention(RetentionPolicy.RUNTIME)
    @interface EitherOr {
        String message() default "";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    static class Place {
        @Size(max = 7)
        String city;
    }

    static class Order {
        @Min(1)
        @Max(99)
        @Min(3)
        int amount;

        @DecimalMin("0.5")
        @DecimalMax(value = "12345678901234567890.25", inclusive = false)
        @Digits(integer = 20, fraction = 2)
        BigDecimal price;

        @Positive
        @Min(0)
        long weight;

        @NotBlank
        @Size(max = 10)
        String name;

        @Email(regexp = ".+@example\\.com", flags = Pattern.Flag.CASE_INSENSITIVE)
        String mail;

        @Past
        LocalDate founded;

        @AssertTrue
        boolean agreed;

        @Code
        String code;

        @EitherOr
        String either;

        @NotNull(groups = Draft.class)
        @Size(max = 3, groups = Draft.class)
        String later;

        @NotEmpty
        @Size(max = 4)
        List<@Size(max = 9) @Email String> mails;

        @Valid
        Place place;

        Place unseen;

        String free;

        @Size(min = 2)
        public String getTold() {
            return "";
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "amount  | {'min':'3','max':'99'}",
                "price   | {'fraction':2,'integer':20,'min':'0.5','below':'12345678901234567890.25'}",
                "weight  | {'above':'0'}",
                "name    | {'notBlank':true}",
                "mail    | {'email':true,'patterns':[{'regexp':'.+@example\\\\.com','flags':'CASE_INSENSITIVE'}]}",
                "founded | {'time':'past'}",
                "agreed  | {'is':true}",
                "code    | {'minLength':2,'patterns':[{'regexp':'[A-Z]+','flags':''}]}",
                "either  | {}",
                "later   | {}",
                "mails   | {'minLength':1,'items':{'email':true,'maxLength':9}}",
                "place   | {}",
                "free    | {}",
                "told    | {'minLength':2}",
                "nothing | {}",
            })
    void a_constraint_of_the_default_group_is_told(String name, String expected) {
        String json = expected.replace('\'', '"');
        assertEquals(Json.createReader(new StringReader(json)).readObject(), RULES.describe(name), () -> name);
    }

    @Test
    void what_must_be_there_is_known_also_from_a_composed_constraint() {
        for (String name : List.of("name", "code", "mails")) {
            assertTrue(RULES.requires(name), name);
        }
        for (String name : List.of("free", "later", "mail", "nothing")) {
            assertFalse(RULES.requires(name), name);
        }
        assertEquals(5, RULES.longest("code"));
        assertEquals(Integer.MAX_VALUE, RULES.longest("later"));
    }

    @Test
    void a_part_counts_where_the_object_is_looked_into() {
        assertEquals(7, RULES.within("place", Place.class).longest("city"));
        assertEquals(Integer.MAX_VALUE, RULES.within("unseen", Place.class).longest("city"));
        assertEquals(
                Integer.MAX_VALUE, FieldRules.NONE.within("place", Place.class).longest("city"));
    }

    static class Wrong {
        @Past
        String name;

        @Size(min = 5, max = 1)
        String text;
    }

    @Test
    void a_constraint_that_stands_where_it_cannot_leaves_the_description_whole() {
        FieldRules rules = FieldRules.of(VALIDATOR, Wrong.class);
        assertFalse(rules.requires("name"));
        rules.describe("name");
        rules.describe("text");
    }
}
