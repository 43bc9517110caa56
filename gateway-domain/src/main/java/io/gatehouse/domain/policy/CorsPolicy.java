package io.gatehouse.domain.policy;

import io.gatehouse.configuration.Origin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may call, and what browsers learn about it (the CORS protocol of the Fetch standard).
 *
 * @param anyOrigin whether every page may call; then credentials are never allowed
 * @param exact origins that may call, such as {@code https://shop.example}
 * @param wildcards origins of which any subdomain may call
 * @param credentials whether cookies and the like are sent along
 * @param answersOptions whether every OPTIONS is answered, be it a preflight or not
 * @param preflight headers of the response to a preflight, without those that depend on who asks
 * @param exposed the value of Access-Control-Expose-Headers
 * @param origin the place in the configuration that declares it
 */
public record CorsPolicy(
        boolean anyOrigin,
        Set<String> exact,
        List<Wildcard> wildcards,
        boolean credentials,
        boolean answersOptions,
        Map<String, String> preflight,
        String exposed,
        Origin origin) {

    public CorsPolicy {
        exact = Set.copyOf(exact);
        wildcards = List.copyOf(wildcards);
        preflight = Map.copyOf(preflight);
    }

    /**
     * Any subdomain of a host, one label or more.
     *
     * @param before scheme and slashes, such as {@code https://}
     * @param after a dot, the host, and the port if there is one
     */
    public record Wildcard(String before, String after) {

        boolean fits(String asking) {
            int labels = asking.length() - before.length() - after.length();
            return labels > 0
                    && asking.startsWith(before)
                    && asking.endsWith(after)
                    && isHost(asking.substring(before.length(), before.length() + labels));
        }

        private static boolean isHost(String text) {
            return text.chars()
                    .allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "-_.".indexOf(c) >= 0);
        }
    }

    /** Whether a page of this origin may call. */
    public boolean allows(String asking) {
        return anyOrigin || exact.contains(asking) || wildcards.stream().anyMatch(wildcard -> wildcard.fits(asking));
    }

    /** Whose pages may call, as an answer says it that no page has asked for; null if there is no single one. */
    public @Nullable String soleOrigin() {
        return anyOrigin ? "*" : exact.size() == 1 ? exact.iterator().next() : null;
    }

    /** The headers of every answer to a page that may call. */
    public Map<String, String> granted(String asking) {
        var headers = new HashMap<String, String>();
        headers.put("Access-Control-Allow-Origin", anyOrigin ? "*" : asking);
        headers.put("Access-Control-Expose-Headers", exposed);
        if (credentials) {
            headers.put("Access-Control-Allow-Credentials", "true");
        }
        return headers;
    }

    /** The headers of the response to a preflight of a page that may call. */
    public Map<String, String> preflightFor(String asking) {
        var headers = new HashMap<>(preflight);
        headers.putAll(granted(asking));
        headers.remove("Access-Control-Expose-Headers");
        headers.put("Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
        return headers;
    }
}
