package io.gatehouse.compiler;

import io.gatehouse.compiler.document.AclDocument;
import io.gatehouse.compiler.document.AclDocument.ApiAclDocument;
import io.gatehouse.compiler.document.AclDocument.ApiListing;
import io.gatehouse.compiler.document.AclDocument.MethodAclDocument;
import io.gatehouse.compiler.document.AclDocument.VersionAclDocument;
import io.gatehouse.compiler.document.PathPattern;
import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.access.Access;
import io.gatehouse.domain.access.AccessRule;
import io.gatehouse.domain.access.Acl;
import io.gatehouse.domain.access.PathTree;
import io.gatehouse.domain.access.VersionAcl;
import io.gatehouse.domain.service.VersionNumber;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compiles access rules: what is inherited is settled here, so that a request finds the whole rule in one look-up.
 *
 * <p>Source of the rule: a path inherits from its method, a method from its version; at the top, absent is public.
 * Of two patterns that fit the same paths the first by its text holds.
 */
final class AclCompiler {

    private static final Access PUBLIC = Access.EVERYBODY;

    private AclCompiler() {}

    /** What a package grants. */
    static Acl compile(AclDocument document) {
        return over(document, null);
    }

    /** What an application is granted: by its own rules, if it has some, else by those of its package. */
    static Acl compile(@Nullable AclDocument own, Acl bought) {
        return own == null ? bought : over(own, bought);
    }

    private static Acl over(AclDocument document, @Nullable Acl under) {
        var versions = new ArrayList<VersionAcl>();
        document.services()
                .forEach((service, rules) ->
                        rules.versions().forEach((number, version) -> versions.add(version(service, number, version))));
        return new Acl(document.services().keySet(), versions, under);
    }

    private static VersionAcl version(String service, VersionNumber number, VersionAclDocument document) {
        Access access = document.access() == null ? PUBLIC : document.access();
        boolean restricted = document.apis() == ApiListing.RESTRICTED;
        AccessRule own = new AccessRule(access, access, false, document.origin());
        var methods = new HashMap<String, PathTree<AccessRule>>();
        document.methods()
                .forEach((name, method) -> methods.put(name.toUpperCase(Locale.ROOT), method(method, own, restricted)));
        PathTree<AccessRule> get = methods.remove("GET");
        return new VersionAcl(service, number, get, methods, restricted ? null : own, document.origin());
    }

    private static PathTree<AccessRule> method(
            MethodAclDocument document, AccessRule version, boolean restrictedAbove) {
        boolean restricted = document.apis() == null ? restrictedAbove : document.apis() == ApiListing.RESTRICTED;
        AccessRule own = refine(version, document.access(), document.origin());
        var paths = new HashMap<List<String>, AccessRule>();
        // In the order of their texts, so that it does not matter in which order somebody has written them.
        document.paths().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(PathPattern::text)))
                .forEach(entry -> paths.putIfAbsent(entry.getKey().shape(), api(own, entry.getValue())));
        return PathTree.of(paths, restricted ? null : own);
    }

    private static AccessRule api(AccessRule method, ApiAclDocument document) {
        return refine(method, document.access(), document.origin());
    }

    private static AccessRule refine(AccessRule above, @Nullable Access access, Origin at) {
        return access == null
                ? new AccessRule(above.service(), above.api(), above.stated(), at)
                : new AccessRule(above.service(), access, true, at);
    }
}
