package io.gatehouse.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How parts are put together. */
final class WiringRules {
    static final List<Rule> ALL = List.of(
            new Rule("nothing is injected into fields", "injection", WiringRules::noFieldInjection),
            new Rule("a feature of an adapter shows one Guice module", "wiring", WiringRules::oneModuleAFeature));

    private WiringRules() {}

    private static ArchRule noFieldInjection(Modules modules) {
        return noFields()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(modules.all())
                .should()
                .beAnnotatedWith("com.google.inject.Inject")
                .orShould()
                .beAnnotatedWith("jakarta.inject.Inject")
                .orShould()
                .beAnnotatedWith("javax.inject.Inject")
                .because("a constructor shows what a class needs, and a test can call it");
    }

    private static ArchRule oneModuleAFeature(Modules modules) {
        return classes()
                .that()
                .resideInAnyPackage(modules.adapters())
                .and()
                .areAssignableTo("com.google.inject.Module")
                .and()
                .arePublic()
                .should(new BeAloneInTheirFeature(modules))
                .because("one public module is the whole of what the application needs to know of a capability");
    }

    private static final class BeAloneInTheirFeature extends ArchCondition<JavaClass> {
        private final FeaturePackages packages;
        private Map<SliceIdentifier, Long> counts = Map.of();

        BeAloneInTheirFeature(Modules modules) {
            super("be the only public Guice module of their feature");
            this.packages = new FeaturePackages(modules);
        }

        @Override
        public void init(Collection<JavaClass> types) {
            counts = types.stream().collect(Collectors.groupingBy(packages::getIdentifierOf, Collectors.counting()));
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            long count = counts.getOrDefault(packages.getIdentifierOf(type), 0L);
            events.add(new SimpleConditionEvent(
                    type, count == 1, type.getName() + " is one of " + count + " public Guice modules"));
        }
    }
}
