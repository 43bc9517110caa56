package io.gatehouse.registry.soajs;

import io.gatehouse.compiler.document.PathPattern;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Node;
import io.gatehouse.registry.yaml.MappingBuilder;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The access rules of one version: {@code access}, {@code apisPermission}, and the APIs by method. In the old form, without
 * methods, the APIs stand in the version itself and hold for all methods that have no rules of their own.
 */
final class VersionRule {

    private static final String RESTRICTED = "restricted";

    static final String ACCESS = "access";
    static final String PERMISSION = "apisPermission";
    static final String APIS = "apis";
    static final String EXPRESSIONS = "apisRegExp";
    static final List<String> METHODS = List.of("get", "head", "post", "put", "patch", "delete", "options");

    private static final Set<String> OF_RULES = Set.of(ACCESS, PERMISSION, APIS, EXPRESSIONS);

    private VersionRule() {}

    static MappingBuilder of(Fields rule) {
        var version = new MappingBuilder(rule.origin());
        Node access = access(rule);
        if (access != null) {
            version.put(ACCESS, access);
        }
        boolean restricted = isRestricted(rule);
        if (restricted) {
            version.text("apis", RESTRICTED);
        }
        boolean old = rule.raw(APIS) != null || rule.raw(EXPRESSIONS) != null;
        for (String name : METHODS) {
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
        var translated = new MappingBuilder(method.origin());
        boolean restricted = method.has(PERMISSION) ? isRestricted(method) : restrictedAbove;
        if (restricted != restrictedAbove) {
            translated.text("apis", restricted ? RESTRICTED : "open");
        }
        return apis(method, rule, restricted, translated);
    }

    private static MappingBuilder apis(Fields listing, Fields rule, boolean restricted, MappingBuilder method) {
        new ApiRules(demandsUser(rule), restricted).translate(listing, method);
        return method;
    }

    private static boolean isRestricted(Fields rule) {
        @Nullable String permission = rule.text(PERMISSION);
        if (permission == null || permission.isEmpty() || permission.equals(RESTRICTED)) {
            return permission != null && !permission.isEmpty();
        }
        rule.notice(PERMISSION, "\"" + permission + "\"", "as in SOAJS, APIs that are not listed are allowed");
        return false;
    }

    /** Whether this is a rule itself, and no collection of rules by environment or version. */
    static boolean isRule(Fields fields) {
        return fields.names().stream().anyMatch(OF_RULES::contains);
    }

    /** The rules of an environment out of rules by environment; the rules themselves where they are not so divided. */
    static Fields ofEnvironment(Fields acl, EnvironmentSettings environment) {
        for (String name : acl.names()) {
            if (environment.is(name)) {
                Fields own = acl.object(name);
                return own == null || isRule(own) ? acl : own;
            }
        }
        return acl;
    }

    /** What {@code access} demands: nothing (false), any user (true), or a user in one of some groups; null where nothing is, or what is written is a mistake. */
    private static @Nullable Node access(Fields rule) {
        Object value = rule.raw(ACCESS);
        if (value instanceof Boolean flag) {
            return only(new MappingBuilder(rule.origin()).flag(ACCESS, flag));
        }
        if (value instanceof List<?>) {
            List<String> groups = rule.texts(ACCESS);
            return groups == null
                    ? null
                    : only(new MappingBuilder(rule.origin()).texts(ACCESS, new LinkedHashSet<>(groups)));
        }
        return value == null ? null : rule.wrong(ACCESS, "false, true or a list of groups");
    }

    /** Whether a user is demanded. */
    private static boolean demandsUser(Fields rule) {
        Object value = rule.raw(ACCESS);
        return value != null && !Boolean.FALSE.equals(value);
    }

    private static Node only(MappingBuilder translated) {
        return translated.node().entries().get(0).value();
    }

    /**
     * The rules for single APIs of one method.
     *
     * <p>An API that says nothing is public, whatever its service demands. One that says {@code true} under a service that is for
     * users says what the service says already; so it is left to inherit it, and a caller without a user hears that it is the
     * service that wants one.
     */
    private static final class ApiRules {

        private final boolean serviceDemandsUser;
        private final boolean restricted;
        private final Map<String, Object> seen = new HashMap<>();

        /** For one method; {@code restricted} says whether APIs that are not listed are refused. */
        ApiRules(boolean serviceDemandsUser, boolean restricted) {
            this.serviceDemandsUser = serviceDemandsUser;
            this.restricted = restricted;
        }

        /** Adds the APIs that are listed here. */
        void translate(Fields listing, MappingBuilder method) {
            Fields apis = listing.object(APIS);
            if (apis != null) {
                for (String path : apis.names()) {
                    Fields api = apis.object(path);
                    if (api != null) {
                        translate(path, api, method);
                    }
                }
            }
            expressions(listing);
        }

        private void translate(String path, Fields api, MappingBuilder method) {
            String pattern = pattern(path);
            if (pattern == null) {
                withoutCounterpart(api, "", "a path that is no pattern here");
                return;
            }
            Object access = demandsUser(api) ? api.raw(ACCESS) : false;
            Object before = seen.putIfAbsent(shape(pattern), access == null ? false : access);
            if (before != null) {
                if (!before.equals(access)) {
                    api.wrong("", "paths that differ in more than the names of parameters, or the same access");
                }
                return;
            }
            var rule = new MappingBuilder(api.origin());
            Node written = access(api);
            if (written == null || !demandsUser(api)) {
                rule.flag(ACCESS, false);
            } else if (!serviceDemandsUser || !Boolean.TRUE.equals(access)) {
                rule.put(ACCESS, written);
            }
            method.put(pattern, rule);
        }

        private void expressions(Fields listing) {
            if (listing.raw(EXPRESSIONS) instanceof Map<?, ?>) {
                Fields all = listing.objectOrEmpty(EXPRESSIONS);
                for (String name : all.names()) {
                    Fields api = all.object(name);
                    if (api != null) {
                        withoutCounterpart(api, "", "a regular expression");
                    }
                }
                return;
            }
            for (Fields api : listing.objects(EXPRESSIONS)) {
                withoutCounterpart(api, "regExp", "a regular expression");
            }
        }

        /** Left out if that refuses more than SOAJS does; else nobody could say what it protects, and it is a mistake. */
        private void withoutCounterpart(Fields api, String field, String what) {
            if (restricted) {
                api.notice(field, what, "the API counts as not listed and is refused");
            } else if (!demandsUser(api)) {
                api.notice(field, what, "the API is as its service, not public by itself");
            } else {
                api.wrong(field, "a path such as /items/:id, as what it protects cannot be determined otherwise");
            }
        }

        private static @Nullable String pattern(String path) {
            try {
                return PathPattern.parse(path).text();
            } catch (MalformedValue e) {
                return null;
            }
        }

        private static String shape(String pattern) {
            return pattern.replaceAll("/:[^/]+", "/:");
        }
    }
}
