package io.gatehouse.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;

/** Stages of the request pipeline. */
final class StageRules {
    static final List<Rule> ALL = List.of(
            new Rule("stages are final and have one public method", "stage", StageRules::areFinalWithOneMethod));

    private StageRules() {}

    private static ArchRule areFinalWithOneMethod(Modules modules) {
        return classes()
                .that()
                .implement(modules.base() + ".domain.pipeline.RequestStage")
                .should()
                .haveModifier(JavaModifier.FINAL)
                .andShould(new HaveOnePublicMethod())
                .because("a stage does one thing, and who reads the list of stages has read the pipeline");
    }

    private static final class HaveOnePublicMethod extends ArchCondition<JavaClass> {
        private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");

        HaveOnePublicMethod() {
            super("have exactly one public method besides those of every object");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            List<String> methods = type.getMethods().stream()
                    .filter(HaveOnePublicMethod::counts)
                    .map(JavaMethod::getName)
                    .toList();
            events.add(new SimpleConditionEvent(
                    type, methods.size() == 1, type.getName() + " has the public methods " + methods));
        }

        private static boolean counts(JavaMethod method) {
            return method.getModifiers().contains(JavaModifier.PUBLIC)
                    && !method.getModifiers().contains(JavaModifier.SYNTHETIC)
                    && !OF_EVERY_OBJECT.contains(method.getName());
        }
    }
}
