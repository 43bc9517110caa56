package io.gatehouse.registry.soajs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Spells out a package that names groups of APIs, from the scope of its product: service by service, the access of the scope with
 * the APIs of the groups that the package names for each method. A package that names none of the scope's methods has all.
 */
final class ScopeExpansion {

    private static final String VERSION = "version";
    private static final String GROUP = "group";
    private static final String FOR_PACKAGES = "packagesPermission";

    private ScopeExpansion() {}

    /** The rules that the package would have if it were written out; rules by service, both sides of one environment. */
    static Map<String, Object> expand(Fields scope, Fields bought) {
        var rules = new LinkedHashMap<String, Object>();
        for (String service : bought.names()) {
            Fields there = scope.object(service);
            if (there != null && bought.raw(service) != null) {
                rules.put(service, service(there, bought.objects(service)));
            }
        }
        return rules;
    }

    private static Map<String, Object> service(Fields scope, List<Fields> bought) {
        Map<String, Object> versions = new LinkedHashMap<>();
        for (Fields wanted : bought) {
            Object version = wanted.raw(VERSION);
            if (version == null || version.equals("")) {
                versions = rule(scope, wanted);
                continue;
            }
            Fields there = version(scope, wanted);
            if (there != null) {
                versions.put(String.valueOf(Versions.of(version)), rule(there, wanted));
            }
        }
        return versions;
    }

    private static @Nullable Fields version(Fields scope, Fields wanted) {
        var number = Versions.of(wanted.raw(VERSION));
        if (number == null) {
            return wanted.wrong(VERSION, "a version such as 1 or 1.2");
        }
        return scope.names().stream()
                .filter(name -> number.equals(Versions.of(name)))
                .findFirst()
                .map(scope::object)
                .orElse(null);
    }

    private static Map<String, Object> rule(Fields scope, Fields wanted) {
        var rule = new LinkedHashMap<String, Object>();
        if (scope.has(RuleForm.ACCESS)) {
            rule.put(RuleForm.ACCESS, scope.raw(RuleForm.ACCESS));
        }
        String permission = scope.has(RuleForm.PERMISSION) ? RuleForm.PERMISSION : FOR_PACKAGES;
        if (scope.has(permission)) {
            rule.put(RuleForm.PERMISSION, scope.raw(permission));
        }
        boolean named = false;
        for (String method : RuleForm.METHODS) {
            List<String> groups = scope.raw(method) == null ? null : wanted.texts(method);
            if (groups != null) {
                named = true;
                rule.put(method, groups(scope.objects(method), groups));
            }
        }
        if (!named) {
            for (String method : RuleForm.METHODS) {
                if (scope.raw(method) != null) {
                    rule.put(method, all(scope.objects(method)));
                }
            }
        }
        return rule;
    }

    private static Map<String, Object> groups(List<Fields> scope, List<String> names) {
        var method = new LinkedHashMap<String, Object>();
        for (String name : names) {
            scope.stream()
                    .filter(group -> name.equals(group.text(GROUP)))
                    .findFirst()
                    .ifPresent(group -> merge(group, method));
        }
        return method;
    }

    private static Map<String, Object> all(List<Fields> scope) {
        var method = new LinkedHashMap<String, Object>();
        scope.forEach(group -> merge(group, method));
        return method;
    }

    private static void merge(Fields group, Map<String, Object> method) {
        merge(group, RuleForm.APIS, method);
        merge(group, RuleForm.EXPRESSIONS, method);
    }

    private static void merge(Fields group, String field, Map<String, Object> method) {
        Fields listed = group.object(field);
        if (listed == null) {
            return;
        }
        var merged = new LinkedHashMap<String, @Nullable Object>();
        if (method.get(field) instanceof Map<?, ?> before) {
            before.forEach((path, api) -> merged.put(String.valueOf(path), api));
        }
        listed.names().forEach(path -> merged.put(path, listed.raw(path)));
        method.put(field, merged);
    }
}
