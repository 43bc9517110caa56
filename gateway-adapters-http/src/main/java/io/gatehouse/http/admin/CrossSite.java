package io.gatehouse.http.admin;

import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells requests that a browser makes for a page of another site. Such a page cannot read our answers, but it could have the
 * browser of somebody who may use the admin port send requests; browsers say so in headers that no page can change
 * ({@code Sec-Fetch-Site}, {@code Origin}). What is no browser sends neither.
 */
final class CrossSite {

    private static final HttpString SEC_FETCH_SITE = HttpString.tryFromString("Sec-Fetch-Site");
    /** From a page of this server, or because somebody has typed the address. */
    private static final Set<String> OWN = Set.of("same-origin", "none");

    private CrossSite() {}

    static boolean isMadeBy(HeaderMap request) {
        for (String site : values(request, SEC_FETCH_SITE)) {
            if (!OWN.contains(site)) {
                return true;
            }
        }
        String host = request.getFirst(Headers.HOST);
        for (String origin : values(request, Headers.ORIGIN)) {
            if (!isOwn(origin, host)) {
                return true;
            }
        }
        return false;
    }

    /** Whether an origin is this server's, which may stand behind one that speaks TLS. */
    private static boolean isOwn(String origin, @Nullable String host) {
        String name = origin.toLowerCase(Locale.ROOT);
        return host != null
                && (name.equals("http://" + host.toLowerCase(Locale.ROOT))
                        || name.equals("https://" + host.toLowerCase(Locale.ROOT)));
    }

    private static Iterable<String> values(HeaderMap request, HttpString name) {
        Iterable<String> values = request.get(name);
        return values == null ? Set.of() : values;
    }
}
