package io.gatehouse.http.forwarding;

import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.request.ForwardedOrigin;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.Route;
import io.gatehouse.domain.service.Steering.RewrittenLocations;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What of an upstream's response says where something is, in the words of the client: the upstream's address becomes the one that the
 * client called, and what routing cut off the path or put in its place is undone.
 *
 * @param state the request as it was forwarded
 * @param upstream the host that responded
 * @param wanted what is rewritten
 */
public record ResponseLocations(RequestState state, HostAddress upstream, RewrittenLocations wanted) {

    private static final String DOMAIN = "domain";
    private static final String PATH = "path";

    /** A {@code Location} or {@code Content-Location}; the same text if it needs no change. */
    public String location(String value) {
        int authority = authorityAt(value);
        if (authority < 0) {
            boolean path = wanted == RewrittenLocations.PATHS && value.startsWith("/") && !value.startsWith("/\\");
            return path ? asCalled(value, false) : value;
        }
        int end = endOfAuthority(value, authority);
        if (!isUpstream(value.substring(authority, end), isTls(value))) {
            return value;
        }
        String rest = asCalled(value.substring(end), true);
        String called = authority();
        return called.isEmpty() ? rest : scheme() + "://" + called + rest;
    }

    /** A {@code Set-Cookie}; the same text if it needs no change. */
    public String cookie(String value) {
        StringBuilder changed = null;
        int kept = 0;
        for (int at = value.indexOf(';'); at >= 0; ) {
            int next = value.indexOf(';', at + 1);
            int end = next < 0 ? value.length() : next;
            String attribute = value.substring(at + 1, end);
            String mine = attribute(attribute);
            if (!mine.equals(attribute)) {
                changed = changed == null ? new StringBuilder(value.length()) : changed;
                changed.append(value, kept, at).append(mine.isEmpty() ? "" : ";" + mine);
                kept = end;
            }
            at = next;
        }
        return changed == null
                ? value
                : changed.append(value, kept, value.length()).toString();
    }

    /** An attribute of a cookie; empty if it is to go. */
    private String attribute(String attribute) {
        int equals = attribute.indexOf('=');
        String name = equals < 0 ? "" : attribute.substring(0, equals).strip();
        String value = attribute.substring(equals + 1).strip();
        if (name.equalsIgnoreCase(DOMAIN)) {
            String domain = value.startsWith(".") ? value.substring(1) : value;
            String called = hostOf(authority());
            return !domain.equalsIgnoreCase(upstream.host())
                    ? attribute
                    : called.isEmpty() ? "" : attribute.substring(0, equals + 1) + called;
        }
        boolean path = wanted == RewrittenLocations.PATHS && name.equalsIgnoreCase(PATH) && value.startsWith("/");
        return path ? attribute.substring(0, equals + 1) + asCalled(value, false) : attribute;
    }

    /** Where the authority of a URL begins, of those that browsers connect to; negative if it has none. */
    private static int authorityAt(String url) {
        if (url.startsWith("//")) {
            return 2;
        }
        if (url.regionMatches(true, 0, "http://", 0, 7)) {
            return 7;
        }
        return url.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
    }

    private boolean isTls(String url) {
        return url.startsWith("//") ? upstream.tls() : url.charAt(4) != ':';
    }

    private static int endOfAuthority(String url, int from) {
        int end = from;
        while (end < url.length() && "/?#\\".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private boolean isUpstream(String authority, boolean tls) {
        String host = hostOf(authority);
        String port = authority.substring(host.length());
        String named = upstream.host().indexOf(':') >= 0 ? "[" + upstream.host() + "]" : upstream.host();
        return host.equalsIgnoreCase(named)
                && (port.length() <= 1 ? upstream.port() == (tls ? 443 : 80) : port.equals(":" + upstream.port()));
    }

    private static String hostOf(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
    }

    /** What begins with a path of the upstream's, or with a query, with the path that leads there through the gateway. */
    private String asCalled(String path, boolean whole) {
        Route route = state.route().route();
        String rewrite = route == null ? null : route.rewrite();
        String outer = rewrite == null || route == null
                ? state.route().prefix()
                : state.request().path().forwardedUpTo(route.depth());
        String inner = rewrite == null ? "" : rewrite;
        boolean known = isBelow(path, inner) && (whole || outer.isEmpty() || !isBelow(path, outer));
        String called = known ? outer + path.substring(inner.length()) : path;
        return called.startsWith("/") ? called : "/" + called;
    }

    /** Whether a path begins with another by whole segments. */
    private static boolean isBelow(String path, String prefix) {
        int end = prefix.length();
        return path.startsWith(prefix) && (path.length() == end || "/?#".indexOf(path.charAt(end)) >= 0);
    }

    private String scheme() {
        ForwardedOrigin origin = state.exchange().origin();
        String said = origin == null ? null : origin.scheme();
        return said == null ? (state.incoming().secure() ? "https" : "http") : said;
    }

    /** The host that the client called, with its port unless that is the scheme's; empty if nobody knows. */
    private String authority() {
        ForwardedOrigin origin = state.exchange().origin();
        @Nullable String said = origin == null ? null : origin.host();
        String host = said == null ? state.incoming().authority() : said;
        Integer port = origin == null || host.isEmpty() || !hostOf(host).equals(host) ? null : origin.port();
        boolean usual = port == null || port == (scheme().equals("https") ? 443 : 80);
        return host.toLowerCase(Locale.ROOT) + (usual ? "" : ":" + port);
    }
}
