package io.gatehouse.registry.soajs;

import io.gatehouse.configuration.Node;
import org.jspecify.annotations.Nullable;

/**
 * The access rules of one version: {@code access}, {@code apisPermission}, and the APIs by method. In the old form, without
 * methods, the APIs stand in the version itself and hold for all methods that have no rules of their own.
 */
final class VersionRule {

    private static final String RESTRICTED = "restricted";

    private VersionRule() {}

    static MappingBuilder of(Fields rule) {
        var version = new MappingBuilder(rule.origin());
        Node access = AccessValue.of(rule);
        if (access != null) {
            version.put(RuleForm.ACCESS, access);
        }
        boolean restricted = isRestricted(rule);
        if (restricted) {
            version.text("apis", RESTRICTED);
        }
        boolean old = rule.raw(RuleForm.APIS) != null || rule.raw(RuleForm.EXPRESSIONS) != null;
        for (String name : RuleForm.METHODS) {
            Fields method = rule.object(name);
            if (method != null) {
                version.put(name, method(method, rule, restricted));
            } else if (old) {
                version.put(name, apis(rule, rule, restricted, new MappingBuilder(rule.origin())));
            }
        }
        return version;
    }

    private static MappingBuilder method(Fields method, Fields rule, boolean restrictedAbove) {
        var branch = new MappingBuilder(method.origin());
        boolean restricted = method.has(RuleForm.PERMISSION) ? isRestricted(method) : restrictedAbove;
        if (restricted != restrictedAbove) {
            branch.text("apis", restricted ? RESTRICTED : "open");
        }
        return apis(method, rule, restricted, branch);
    }

    private static MappingBuilder apis(Fields listing, Fields rule, boolean restricted, MappingBuilder method) {
        new ApiRules(AccessValue.demandsUser(rule), restricted).translate(listing, method);
        return method;
    }

    private static boolean isRestricted(Fields rule) {
        @Nullable String permission = rule.text(RuleForm.PERMISSION);
        if (permission == null || permission.isEmpty() || permission.equals(RESTRICTED)) {
            return permission != null && !permission.isEmpty();
        }
        rule.notice(RuleForm.PERMISSION, "\"" + permission + "\"", "as in SOAJS, APIs that are not listed are allowed");
        return false;
    }
}
