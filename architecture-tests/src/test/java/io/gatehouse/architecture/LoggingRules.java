package io.gatehouse.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** When nobody may write to the log. */
final class LoggingRules {
    static final List<Rule> ALL =
            List.of(new Rule("nobody logs with a lock", "loglock", LoggingRules::nobodyLogsWithALock));

    private LoggingRules() {}

    private static ArchRule nobodyLogsWithALock(Modules modules) {
        return methods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(modules.all())
                .and()
                .haveModifier(JavaModifier.SYNCHRONIZED)
                .should(new NotLog())
                .because("a log may block for as long as nobody reads it, and everybody who wants the lock with it");
    }

    /** Looks into the methods of the same class as well; what a lambda does is done later. */
    private static final class NotLog extends ArchCondition<JavaMethod> {
        NotLog() {
            super("not write to a log");
        }

        @Override
        public void check(JavaMethod method, ConditionEvents events) {
            Set<JavaCodeUnit> seen = new HashSet<>();
            Deque<JavaCodeUnit> open = new ArrayDeque<>(List.of(method));
            while (!open.isEmpty()) {
                JavaCodeUnit unit = open.remove();
                if (!seen.add(unit)) {
                    continue;
                }
                for (JavaMethodCall call : unit.getMethodCallsFromSelf()) {
                    if (call.isDeclaredInLambda()) {
                        continue;
                    }
                    if (call.getTargetOwner().getName().equals("org.slf4j.Logger")) {
                        events.add(SimpleConditionEvent.violated(
                                method, method.getFullName() + " logs: " + call.getDescription()));
                    } else if (call.getTargetOwner().equals(method.getOwner())) {
                        call.getTarget().resolveMember().ifPresent(open::add);
                    }
                }
            }
        }
    }
}
