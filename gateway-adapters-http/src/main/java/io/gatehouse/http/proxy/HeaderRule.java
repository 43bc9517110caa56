package io.gatehouse.http.proxy;

import io.undertow.util.HttpString;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a request header on its way to an upstream; everything that is not named here passes.
 *
 * <p>A name is looked at as upstreams may read it: without regard to case, and with underscores and other odd
 * characters for what CGI makes of them, so that {@code x_gateway_tenant} is stripped like {@code X-Gateway-Tenant}.
 */
enum HeaderRule {
    /** Handed on as it came. */
    PASS,
    /** Never handed on: it concerns the connection, could steer the upstream, or is a credential of the gateway. */
    DROP,
    /** Handed on only where the service is given credentials. */
    CREDENTIAL;

    /** For this connection only, or written anew by the gateway. */
    private static final String[] OF_THE_CONNECTION = {
        "connection",
        "keep-alive",
        "proxy-connection",
        "proxy-authorization",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "content-length",
        "expect",
        "host",
        "http2-settings",
        "via",
        "x-request-id",
        "forwarded",
        "x-forwarded-for",
        "x-forwarded-proto",
        "x-forwarded-host"
    };

    /** Could make an upstream see another path, method or host than the one that was checked. */
    private static final String[] ROUTING = {
        "x-original-url",
        "x-rewrite-url",
        "x-original-uri",
        "x-original-method",
        "x-http-method-override",
        "x-http-method",
        "x-method-override",
        "x-forwarded-prefix",
        "x-forwarded-uri",
        "x-forwarded-path",
        "x-forwarded-server",
        "x-forwarded-port",
        "x-forwarded-scheme",
        "x-forwarded-protocol",
        "x-forwarded-ssl",
        "x-forwarded-by",
        "x-forwarded-method",
        "x-forwarded-proxy",
        "x-forwarded-context",
        "x-forwarded-url",
        "x-forwarded",
        "forwarded-for",
        "forwarded-host",
        "x-host",
        "x-original-host",
        "x-original-forwarded-for",
        "x-http-host-override",
        "x-real-ip",
        "x-client-ip",
        "x-cluster-client-ip",
        "true-client-ip",
        "client-ip",
        "x-remote-addr",
        "x-remote-ip",
        "x-originating-ip",
        "x-url-scheme",
        "x-scheme",
        "front-end-https",
        "x-script-name",
        "proxy"
    };

    /** Credentials that are meant for the gateway. */
    private static final String[] CREDENTIALS = {"key", "x-api-key", "access-token"};

    private static final String IDENTITY_PREFIX = "x-gateway-";
    private static final String SOAJS_IDENTITY = "soajsinjectobj";
    private static final Map<HttpString, HeaderRule> NAMED = named();

    /** The rule for a header of this name. */
    static HeaderRule of(HttpString name) {
        @Nullable HeaderRule rule = NAMED.get(name);
        return rule == null ? ofOther(name) : rule;
    }

    private static HeaderRule ofOther(HttpString name) {
        boolean plain = true;
        for (int i = 0, n = name.length(); i < n && plain; i++) {
            plain = isPlain(name.byteAt(i));
        }
        int first = name.length() == 0 ? 0 : name.byteAt(0) | 0x20;
        if (plain && first != 'x' && first != 's') {
            return PASS;
        }
        return ofOddName(name.toString().toLowerCase(Locale.ROOT));
    }

    private static HeaderRule ofOddName(String name) {
        var canonical = new StringBuilder(name.length());
        var squeezed = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            canonical.append(isPlain(c) ? c : '-');
            squeezed.append(isPlain(c) && c != '-' ? String.valueOf(c) : "");
        }
        String read = canonical.toString();
        if (read.startsWith(IDENTITY_PREFIX) || squeezed.indexOf(SOAJS_IDENTITY) == 0) {
            return DROP;
        }
        return NAMED.getOrDefault(new HttpString(read), PASS);
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    }

    private static Map<HttpString, HeaderRule> named() {
        var rules = new HashMap<HttpString, HeaderRule>();
        for (String[] names : new String[][] {OF_THE_CONNECTION, ROUTING, CREDENTIALS}) {
            for (String name : names) {
                rules.put(new HttpString(name), DROP);
            }
        }
        rules.put(new HttpString("authorization"), CREDENTIAL);
        // The usual ones, so that most requests are decided by one look-up a header.
        for (String name : new String[] {
            "accept", "accept-encoding", "accept-language", "user-agent", "cookie", "content-type", "cache-control",
            "referer", "origin", "if-none-match", "if-modified-since", "range", "traceparent", "tracestate",
            "x-requested-with", "sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest", "sec-websocket-key"
        }) {
            rules.put(new HttpString(name), PASS);
        }
        return Map.copyOf(rules);
    }
}
