package io.gatehouse.registry.soajs;

import io.gatehouse.configuration.Node;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code access} demands: nothing (false), any user (true), or a user in one of some groups. */
final class AccessValue {

    private static final String EXPECTED = "false, true or a list of groups";

    private AccessValue() {}

    /** What is written; null where nothing is, or what is written is a mistake. */
    static @Nullable Node of(Fields rule) {
        Object value = rule.raw(RuleForm.ACCESS);
        if (value instanceof Boolean flag) {
            return only(new MappingBuilder(rule.origin()).flag(RuleForm.ACCESS, flag));
        }
        if (value instanceof List<?>) {
            List<String> groups = rule.texts(RuleForm.ACCESS);
            return groups == null
                    ? null
                    : only(new MappingBuilder(rule.origin()).texts(RuleForm.ACCESS, new LinkedHashSet<>(groups)));
        }
        return value == null ? null : rule.wrong(RuleForm.ACCESS, EXPECTED);
    }

    /** Whether a user is demanded. */
    static boolean demandsUser(Fields rule) {
        Object value = rule.raw(RuleForm.ACCESS);
        return value != null && !Boolean.FALSE.equals(value);
    }

    private static Node only(MappingBuilder branch) {
        return branch.node().entries().get(0).value();
    }
}
