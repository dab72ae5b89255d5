package org.tidemark.sync.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Type;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tidemark.mapping.field.InvalidMappingException;
import org.tidemark.spi.ConflictRule;
import org.tidemark.spi.EditConflict;
import org.tidemark.spi.Verdict;
import org.tidemark.sync.Estate;
import org.tidemark.sync.mapping.Money;
import org.tidemark.sync.mapping.Visit;

/** A rule that could not be asked. */
class RuleMistakesTest {

    private static final class OfNothing implements ConflictRule<Visit> {
        @Override
        public Verdict decide(EditConflict conflict) {
            return Verdict.person();
        }
    }

    private abstract static class OfMoney implements ConflictRule<org.tidemark.spi.SyncedEntity> {}

    @Test
    void a_rule_that_could_not_be_asked_fails_the_deployment() throws Exception {
        try (Estate estate = new Estate("hibernate")) {
            var rules = new ConflictRules(estate.registry);
            rules.add(Set.of(Object.class, Money.class), "Other", false, type -> null);
            rules.add(Set.of(OfNothing.class.getGenericInterfaces()), "One", false, type -> new OfNothing());
            rules.add(Set.of(OfNothing.class.getGenericInterfaces()), "Two", true, type -> new OfNothing());
            mistake(
                    "the collection 'visits' has two rules, One and Two: keep one of them, or mark the other @Vetoed",
                    rules,
                    "Two",
                    OfNothing.class.getGenericInterfaces()[0]);
            mistake(
                    "Raw is a ConflictRule of no entity: say which, as in 'implements ConflictRule<Company>'",
                    rules,
                    "Raw",
                    ConflictRule.class);
            mistake(
                    "Stray is a ConflictRule for org.tidemark.spi.SyncedEntity, which is no collection: name the entity class that is"
                            + " @Synchronised",
                    rules,
                    "Stray",
                    OfMoney.class.getGenericInterfaces()[0]);
        }
    }

    @Test
    void a_proposed_rule_decides_nothing() throws Exception {
        try (Estate estate = new Estate("hibernate")) {
            var rules = new ConflictRules(estate.registry);
            rules.add(Set.of(OfNothing.class.getGenericInterfaces()), "One", true, type -> new OfNothing());
            var visits = estate.registry.get("visits");
            assertFalse(rules.has(visits));
            assertNull(rules.of(visits));
            assertNotNull(rules.proposed(visits));
            assertThrows(
                    InvalidMappingException.class,
                    () -> rules.add(Set.of(OfNothing.class.getGenericInterfaces()), "Two", true, type -> null));
        }
    }

    private static void mistake(String sentence, ConflictRules rules, String bean, Type type) {
        assertEquals(
                sentence,
                assertThrows(InvalidMappingException.class, () -> rules.add(Set.of(type), bean, false, ignored -> null))
                        .getMessage());
    }
}
