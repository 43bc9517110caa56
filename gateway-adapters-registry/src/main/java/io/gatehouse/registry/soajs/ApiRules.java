package io.gatehouse.registry.soajs;

import io.gatehouse.compiler.document.PathPattern;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Node;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules for single APIs of one method.
 *
 * <p>An API that says nothing is public, whatever its service demands. One that says {@code true} under a service that is for
 * users says what the service says already; so it is left to inherit it, and a caller without a user hears that it is the
 * service that wants one.
 */
final class ApiRules {

    private final boolean serviceDemandsUser;
    private final boolean restricted;
    private final Map<String, Object> seen = new HashMap<>();

    /**
     * For the APIs of one method of one version.
     *
     * @param serviceDemandsUser whether the version demands a user
     * @param restricted whether APIs that are not listed are refused
     */
    ApiRules(boolean serviceDemandsUser, boolean restricted) {
        this.serviceDemandsUser = serviceDemandsUser;
        this.restricted = restricted;
    }

    /** Adds the APIs that are listed here. */
    void translate(Fields listing, MappingBuilder method) {
        Fields apis = listing.object(RuleForm.APIS);
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
        Object access = AccessValue.demandsUser(api) ? api.raw(RuleForm.ACCESS) : false;
        Object before = seen.putIfAbsent(shape(pattern), access == null ? false : access);
        if (before != null) {
            if (!before.equals(access)) {
                api.wrong("", "paths that differ in more than the names of parameters, or the same access");
            }
            return;
        }
        var rule = new MappingBuilder(api.origin());
        Node written = AccessValue.of(api);
        if (written == null || !AccessValue.demandsUser(api)) {
            rule.flag(RuleForm.ACCESS, false);
        } else if (!serviceDemandsUser || !Boolean.TRUE.equals(access)) {
            rule.put(RuleForm.ACCESS, written);
        }
        method.put(pattern, rule);
    }

    private void expressions(Fields listing) {
        if (listing.raw(RuleForm.EXPRESSIONS) instanceof Map<?, ?>) {
            Fields all = listing.objectOrEmpty(RuleForm.EXPRESSIONS);
            for (String name : all.names()) {
                Fields api = all.object(name);
                if (api != null) {
                    withoutCounterpart(api, "", "a regular expression");
                }
            }
            return;
        }
        for (Fields api : listing.objects(RuleForm.EXPRESSIONS)) {
            withoutCounterpart(api, "regExp", "a regular expression");
        }
    }

    /** Left out if that refuses more than SOAJS does; else nobody could say what it protects, and it is a mistake. */
    private void withoutCounterpart(Fields api, String field, String what) {
        if (restricted) {
            api.notice(field, what, "the API counts as not listed and is refused");
        } else if (!AccessValue.demandsUser(api)) {
            api.notice(field, what, "the API is as its service, not public by itself");
        } else {
            api.wrong(field, "a path such as /items/:id, as what it protects cannot be told otherwise");
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
