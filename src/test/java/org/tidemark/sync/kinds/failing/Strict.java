package org.tidemark.sync.kinds.failing;

import jakarta.persistence.Entity;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.sql.SQLException;
import org.tidemark.spi.Synchronised;
import org.tidemark.sync.kinds.Kind;

/** Looks after itself: its setters and its validator throw. */
@Entity(name = "strict")
@Synchronised(collection = "strict", scope = "team")
public class Strict extends Kind {

    @NeverThrown
    private String mood;

    public String getMood() {
        return mood;
    }

    public void setMood(String mood) {
        if (mood == null) {
            throw new NullPointerException("there is always one");
        }
        this.mood = mood;
    }

    @Override
    public void setNote(String note) {
        if ("refused".equals(note)) {
            throw new IllegalArgumentException("a secret of the estate");
        }
        if ("deadlock".equals(note)) {
            throw new IllegalStateException(new SQLException("chosen", "40P01"));
        }
        if ("broken".equals(note)) {
            throw new LinkageError("no such class");
        }
        super.setNote(note);
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Constraint(validatedBy = Throwing.class)
    @interface NeverThrown {
        String message() default "must not be dull";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    public static class Throwing implements ConstraintValidator<NeverThrown, String> {
        @Override
        public boolean isValid(String mood, ConstraintValidatorContext context) {
            if ("thrown".equals(mood)) {
                throw new IllegalStateException("a secret of the estate");
            }
            return !"dull".equals(mood);
        }
    }
}
