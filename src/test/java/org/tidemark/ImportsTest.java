package org.tidemark;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows in the {@code package-info} of {@code org.tidemark}, and what stays out of which package. */
class ImportsTest {

    private static final JavaClasses TIDEMARK = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.tidemark");

    @Test
    void the_contract_for_estates_stands_alone() {
        assertImports("spi");
    }

    @Test
    void the_wire_stands_alone() {
        assertImports("protocol");
    }

    @Test
    void the_way_to_the_database_stands_alone() {
        assertImports("database");
    }

    @Test
    void sync_builds_on_the_contract_and_the_wire() {
        assertImports("sync", "spi", "protocol", "tables", "dialect");
    }

    @Test
    void the_tables_build_on_the_contract() {
        assertImports("tables", "spi", "dialect");
    }

    @Test
    void what_differs_by_database_stands_alone() {
        assertImports("dialect");
    }

    @Test
    void conflict_builds_on_sync() {
        assertImports("conflict", "sync", "spi", "protocol");
    }

    @Test
    void what_stands_before_the_api_knows_the_wire_and_the_settings() {
        assertImports("web", "protocol", "sync");
    }

    @Test
    void rest_is_the_outermost() {
        assertImports("rest", "web", "conflict", "sync", "tables", "spi", "protocol");
    }

    @Test
    void the_sample_estate_builds_on_the_contract_and_its_sign_in_on_what_stands_before_the_api() {
        assertImports("demo", "spi", "web", "protocol", "sync");
    }

    @Test
    void only_rest_and_web_know_http() {
        assertKeepsOut(
                packages("spi", "protocol", "dialect", "sync", "conflict", "database", "tables"),
                "jakarta.ws.rs..",
                "jakarta.servlet..");
    }

    @Test
    void rest_knows_no_persistence() {
        assertKeepsOut(packages("rest", "web"), "jakarta.persistence..", "javax.sql..", "java.sql..");
    }

    @Test
    void no_server_and_no_provider_is_known_by_name() {
        assertKeepsOut(
                packages(""),
                "org.hibernate..",
                "org.eclipse..",
                "org.jboss..",
                "org.wildfly..",
                "fish.payara..",
                "org.glassfish..",
                "com.sun..");
    }

    @Test
    void the_estate_of_the_tests_knows_the_contract_alone() {
        classes()
                .should()
                .onlyDependOnClassesThat(
                        resideOutsideOfPackage("org.tidemark..").or(resideInAnyPackage(packages("spi"))))
                .check(new ClassFileImporter().importPackages("com.example.fieldservice"));
    }

    @Test
    void the_api_lists_all_its_resources_since_nothing_of_it_is_found_by_scanning() {
        Set<Class<?>> listed = new org.tidemark.rest.Api().getClasses();
        classes()
                .that()
                .areAnnotatedWith(Path.class)
                .or()
                .areAssignableTo(ExceptionMapper.class)
                .should(new ArchCondition<>("be listed in Api") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        boolean satisfied = listed.contains(type.reflect());
                        events.add(new SimpleConditionEvent(type, satisfied, type.getName() + " is not listed in Api"));
                    }
                })
                .check(TIDEMARK);
    }

    @Test
    void every_resource_asks_whether_the_caller_was_let_in() {
        classes()
                .that()
                .areAnnotatedWith(Path.class)
                .should(new ArchCondition<>("ask in each method") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        for (JavaMethod method : type.getMethods()) {
                            boolean asks = method.getConstructorCallsFromSelf().stream()
                                    .anyMatch(call -> call.getTargetOwner()
                                            .getSimpleName()
                                            .equals("SignedIn"));
                            boolean satisfied = asks || !method.getModifiers().contains(JavaModifier.PUBLIC);
                            events.add(new SimpleConditionEvent(
                                    method, satisfied, method.getFullName() + " does not ask"));
                        }
                    }
                })
                .check(new ClassFileImporter().importPackages("org.tidemark.rest"));
    }

    /** Of ours, and of itself; what it may import of others is not the matter here. */
    private static void assertImports(String importer, String... imported) {
        String[] allowed = Stream.concat(Stream.of(packages(importer)), Stream.of(packages(imported)))
                .toArray(String[]::new);
        classes()
                .that()
                .resideInAnyPackage(packages(importer))
                .should()
                .onlyDependOnClassesThat(
                        resideOutsideOfPackage("org.tidemark..").or(resideInAnyPackage(allowed)))
                .check(TIDEMARK);
    }

    private static void assertKeepsOut(String[] packages, String... foreign) {
        noClasses()
                .that()
                .resideInAnyPackage(packages)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(foreign)
                .check(TIDEMARK);
    }

    private static String[] packages(String... names) {
        return Arrays.stream(names)
                .map(name -> name.isEmpty() ? "org.tidemark.." : "org.tidemark." + name + "..")
                .toArray(String[]::new);
    }
}
