package io.gatehouse.domain.access;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.service.VersionNumber;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The access rules of one version of a service.
 *
 * @param service the name of the service; interned, as those of services are, so that distinguishing two compares no text
 * @param version the number of the version
 * @param get the rules of GET by path, apart from the others as most calls are for them; null if it has none of its own
 * @param methods the rules of other methods, in capitals, by path
 * @param others the rule for methods without rules of their own; null if those are refused
 * @param origin the place in the configuration that declares them
 */
public record VersionAcl(
        String service,
        VersionNumber version,
        @Nullable PathTree<AccessRule> get,
        Map<String, PathTree<AccessRule>> methods,
        @Nullable AccessRule others,
        Origin origin) {

    public VersionAcl {
        service = service.intern();
        methods = Map.copyOf(methods);
    }

    /** Whether only what is listed is granted. */
    public boolean isRestricted() {
        return others == null;
    }

    /**
     * The rule for a call; null if rules are restricted to what they list and do not list it.
     *
     * <p>HEAD and OPTIONS follow the rules of GET where they have none of their own.
     */
    public @Nullable AccessRule find(String method, String path) {
        return find(method, path, 0);
    }

    /** The same for the part of a path from there on. */
    public @Nullable AccessRule find(String method, String path, int from) {
        PathTree<AccessRule> rules = method.equals("GET") ? get : methods.get(method);
        if (rules == null && (method.equals("HEAD") || method.equals("OPTIONS"))) {
            rules = get;
        }
        return rules == null ? others : rules.find(path, from);
    }
}
