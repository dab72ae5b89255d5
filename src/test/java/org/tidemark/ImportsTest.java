package org.tidemark;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.ejb.Singleton;
import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows in the {@code package-info} of {@code org.tidemark}, and what stays out of which package. */
class ImportsTest {

    private static final JavaClasses TIDEMARK = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.tidemark");

    /** From the bottom to the top. A package imports those that stand before it. */
    private static final List<String> LAYERS = List.of(
            "config",
            "log",
            "json",
            "dialect",
            "metrics",
            "spi",
            "protocol",
            "memory",
            "mapping.field",
            "mapping",
            "triggers",
            "sync.retry",
            "sync.audit",
            "sync.state",
            "sync.access",
            "sync.decide",
            "sync.clock",
            "sync.purge",
            "sync.constraints",
            "sync.capture",
            "sync.push",
            "sync.pull",
            "sync",
            "audit",
            "health",
            "desk",
            "admin",
            "web",
            "rest.events",
            "rest");

    /** The bottom, which knows none of the others. */
    private static final Set<String> ALONE = Set.of("config", "log", "json", "dialect", "metrics", "spi");

    @Test
    void a_package_imports_only_what_stands_below_it() {
        for (int i = 0; i < LAYERS.size(); i++) {
            String[] allowed = ALONE.contains(LAYERS.get(i))
                    ? new String[] {exactly(LAYERS.get(i))}
                    : LAYERS.subList(0, i + 1).stream()
                            .map(ImportsTest::exactly)
                            .toArray(String[]::new);
            assertImports(exactly(LAYERS.get(i)), allowed);
        }
    }

    @Test
    void every_package_has_its_place() {
        Set<String> packages = TIDEMARK.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> !name.equals("org.tidemark"))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> known = Stream.concat(LAYERS.stream(), Stream.of("openid", "demo", "datasource", "client"))
                .map(ImportsTest::exactly)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(known, packages);
    }

    @Test
    void packages_form_no_cycle() {
        slices().matching("org.tidemark.(**)").should().beFreeOfCycles().check(TIDEMARK);
    }

    @Test
    void nobody_imports_the_sample_application_or_its_data_source() {
        assertImports(exactly("datasource"), exactly("datasource"), exactly("config"));
        assertImports(exactly("openid"), exactly("openid"), exactly("protocol"), exactly("json"), exactly("config"));
        assertImports(
                exactly("demo"),
                Stream.of("demo", "openid", "spi", "web", "protocol", "json", "config")
                        .map(ImportsTest::exactly)
                        .toArray(String[]::new));
    }

    @Test
    void the_java_client_knows_nothing_of_the_server_nor_the_server_of_it() {
        classes()
                .that()
                .resideInAPackage(exactly("client"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(exactly("client"), "java..", "jakarta.json..")
                .check(TIDEMARK);
        noClasses()
                .that()
                .resideOutsideOfPackage(exactly("client"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(exactly("client"))
                .check(TIDEMARK);
    }

    @Test
    void only_rest_and_web_know_http() {
        assertKeepsOut(
                packages("spi", "protocol", "json", "dialect", "mapping", "sync", "desk", "datasource", "triggers"),
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
                "org.eclipse.persistence..",
                "org.eclipse.yasson..",
                "org.eclipse.parsson..",
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

    /**
     * Payara suspends the transaction for the call, and cannot resume one that is over, where the data source is
     * capable of XA.
     */
    @Test
    void no_ejb_observes_the_end_of_a_transaction() {
        classes()
                .that()
                .areAnnotatedWith(Singleton.class)
                .or()
                .areAnnotatedWith(Stateless.class)
                .should(new ArchCondition<>("leave the end of a transaction to plain beans") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        for (JavaMethod method : type.getMethods()) {
                            boolean satisfied = Stream.of(method.reflect().getParameters())
                                    .map(parameter -> parameter.getAnnotation(Observes.class))
                                    .allMatch(observes ->
                                            observes == null || observes.during() == TransactionPhase.IN_PROGRESS);
                            events.add(new SimpleConditionEvent(
                                    method, satisfied, method.getFullName() + " is called after the commit"));
                        }
                    }
                })
                .check(TIDEMARK);
    }

    /** Of ours; what it may import of others is not the matter here. */
    private static void assertImports(String importer, String... allowed) {
        classes()
                .that()
                .resideInAPackage(importer)
                .should()
                .onlyDependOnClassesThat(
                        resideOutsideOfPackage("org.tidemark..").or(resideInAnyPackage(allowed)))
                .check(TIDEMARK);
    }

    private static String exactly(String name) {
        return "org.tidemark." + name;
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
