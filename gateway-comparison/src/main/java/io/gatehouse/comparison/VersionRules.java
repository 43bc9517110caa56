package io.gatehouse.comparison;

import io.gatehouse.compiler.document.MethodAclDocument;
import io.gatehouse.compiler.document.PathPattern;
import io.gatehouse.compiler.document.VersionAclDocument;
import io.gatehouse.domain.access.VersionAcl;
import io.gatehouse.domain.service.Requirements;
import java.util.Locale;
import java.util.Set;

/**
 * What a caller with a key may call of one version on one side.
 *
 * @param document how the rules are written
 * @param acl the rules that requests are judged by
 * @param demands what the version requires besides
 */
record VersionRules(VersionAclDocument document, VersionAcl acl, Requirements demands) {

    /** Who passes. */
    AccessRequirement demand(String method, String path) {
        return AccessRequirement.withKey(acl.find(method, path), demands);
    }

    boolean names(String method) {
        return document.methods().containsKey(method.toLowerCase(Locale.ROOT));
    }

    /** The patterns that tell the paths of a method apart. */
    Set<PathPattern> patterns(String method) {
        MethodAclDocument rules = document.methods().get(method.toLowerCase(Locale.ROOT));
        if (rules == null && followsGet(method)) {
            rules = document.methods().get("get");
        }
        return rules == null ? Set.of() : rules.paths().keySet();
    }

    static boolean followsGet(String method) {
        return method.equals("HEAD") || method.equals("OPTIONS");
    }
}
