package io.gatehouse.domain.access;

import io.gatehouse.domain.document.Origin;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The access rules of one version of a service.
 *
 * @param methods rules by method, in capitals, and path; interned, as the names that requests bring are, so that finding one compares no text
 * @param others the rule for methods without rules of their own; null if those are refused
 * @param origin the place in the configuration that declares them
 */
public record VersionAcl(
        Map<String, PathTree<AccessRule>> methods, @Nullable AccessRule others, Origin origin) {

    public VersionAcl {
        var named = new HashMap<String, PathTree<AccessRule>>();
        methods.forEach((method, rules) -> named.put(method.intern(), rules));
        methods = Map.copyOf(named);
    }

    /**
     * The rule for a call; null if rules are restricted to what they list and do not list it.
     *
     * <p>HEAD and OPTIONS follow the rules of GET where they have none of their own.
     */
    public @Nullable AccessRule find(String method, String path) {
        PathTree<AccessRule> rules = methods.get(method);
        if (rules == null && (method.equals("HEAD") || method.equals("OPTIONS"))) {
            rules = methods.get("GET");
        }
        return rules == null ? others : rules.find(path);
    }
}
