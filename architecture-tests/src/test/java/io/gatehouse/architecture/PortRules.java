package io.gatehouse.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;

/** Ports: the interfaces that the domain marks as such. */
final class PortRules {
    static final List<Rule> ALL = List.of(new Rule("ports are small interfaces", "port", PortRules::areSmall));

    private PortRules() {}

    private static ArchRule areSmall(Modules modules) {
        return classes()
                .that()
                .areAnnotatedWith(modules.base() + ".domain.Port")
                .should()
                .beInterfaces()
                .andShould()
                .resideInAPackage(modules.domain())
                .andShould(new HaveOneToThreeAbstractMethods())
                .because("a port names one capability, which a stranger can implement in an afternoon");
    }

    private static final class HaveOneToThreeAbstractMethods extends ArchCondition<JavaClass> {
        HaveOneToThreeAbstractMethods() {
            super("have one to three abstract methods");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            long methods = type.getAllMethods().stream()
                    .filter(method -> method.getModifiers().contains(JavaModifier.ABSTRACT))
                    .count();
            events.add(new SimpleConditionEvent(
                    type, methods >= 1 && methods <= 3, type.getName() + " has " + methods + " abstract methods"));
        }
    }
}
