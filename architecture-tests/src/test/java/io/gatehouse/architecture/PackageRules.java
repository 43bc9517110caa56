package io.gatehouse.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** Packages: free of cycles, and each with a word on null. */
final class PackageRules {
    static final List<Rule> ALL = List.of(
            new Rule("packages have no cycles", "cycle", PackageRules::haveNoCycles),
            new Rule("packages are null-marked", "nullness", PackageRules::areNullMarked));

    private PackageRules() {}

    private static ArchRule haveNoCycles(Modules modules) {
        return slices().assignedFrom(new FeaturePackages(modules))
                .should()
                .beFreeOfCycles()
                .because("features that need each other are one feature, or lack a third one below both");
    }

    private static ArchRule areNullMarked(Modules modules) {
        return classes()
                .that()
                .resideInAnyPackage(modules.all())
                .should(new LieInNullMarkedPackage())
                .because("NullAway checks only what is marked, so an unmarked package is unchecked without a word");
    }

    private static final class LieInNullMarkedPackage extends ArchCondition<JavaClass> {
        LieInNullMarkedPackage() {
            super("lie in a package annotated with @NullMarked");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
            events.add(new SimpleConditionEvent(type, marked, type.getName() + " lies in an unmarked package"));
        }
    }
}
