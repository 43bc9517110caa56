package io.gatehouse.http.forwarding;

import io.gatehouse.domain.request.CredentialNames;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which request headers reach an upstream: all but those of the connection, those that could steer it, those that only the
 * gateway may write, and those that hold the gateway's own credentials. Safe for concurrent use.
 *
 * <p>A name is looked at as upstreams may read it: without regard to case, and with underscores and other odd
 * characters for what CGI makes of them, so that {@code x_gateway_tenant} is stripped like {@code X-Gateway-Tenant}.
 */
final class HeaderRules {

    /** For this connection only, or written anew by the gateway. */
    private static final String[] OF_THE_CONNECTION = {
        "Connection",
        "Keep-Alive",
        "Proxy-Connection",
        "Proxy-Authorization",
        "TE",
        "Trailer",
        "Transfer-Encoding",
        "Upgrade",
        "Content-Length",
        "Expect",
        "Host",
        "HTTP2-Settings",
        "Via",
        "X-Request-Id",
        "Forwarded",
        "X-Forwarded-For",
        "X-Forwarded-Proto",
        "X-Forwarded-Host",
        "X-Forwarded-Port",
        "X-Forwarded-Prefix",
        "Client-Cert",
        "Client-Cert-Chain"
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
        "x-forwarded-uri",
        "x-forwarded-path",
        "x-forwarded-server",
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

    /** The usual ones, as they are usually spelled: so most requests are decided by one look-up a header, which finds the very name. */
    private static final String[] USUAL = {
        "Accept",
        "Accept-Encoding",
        "Accept-Language",
        "User-Agent",
        "Cookie",
        "Content-Type",
        "Cache-Control",
        "Referer",
        "Origin",
        "If-None-Match",
        "If-Modified-Since",
        "Range",
        "X-Requested-With",
        "Sec-Fetch-Site",
        "Sec-Fetch-Mode",
        "Sec-Fetch-Dest",
        "Sec-WebSocket-Key"
    };

    private static final String IDENTITY_PREFIX = "x-gateway-";
    private static final String SOAJS_IDENTITY = "soajsinjectobj";

    private final Map<HttpString, Rule> named = new HashMap<>();

    /** The rules where keys and tokens stand in these headers. */
    HeaderRules(CredentialNames credentials) {
        put(USUAL, Rule.PASS);
        put(OF_THE_CONNECTION, Rule.DROP);
        put(ROUTING, Rule.DROP);
        named.put(Headers.AUTHORIZATION, Rule.CREDENTIAL);
        named.put(new HttpString("traceparent"), Rule.TRACE_PARENT);
        named.put(new HttpString("tracestate"), Rule.TRACE_STATE);
        credentials.keyHeaders().forEach(this::drop);
        credentials.tokenHeaders().forEach(this::drop);
    }

    private void put(String[] names, Rule rule) {
        for (String name : names) {
            HttpString constant = Headers.fromCache(name);
            named.put(constant == null ? new HttpString(name) : constant, rule);
        }
    }

    private void drop(String name) {
        named.put(new HttpString(name), Rule.DROP);
        named.put(new HttpString(canonical(name.toLowerCase(Locale.ROOT))), Rule.DROP);
    }

    /** The rule for a header of this name. */
    Rule of(HttpString name) {
        @Nullable Rule rule = named.get(name);
        return rule == null ? ofOther(name) : rule;
    }

    private Rule ofOther(HttpString name) {
        boolean plain = true;
        for (int i = 0, n = name.length(); i < n && plain; i++) {
            plain = isPlain(name.byteAt(i));
        }
        int first = name.length() == 0 ? 0 : name.byteAt(0) | 0x20;
        if (plain && first != 'x' && first != 's') {
            return Rule.PASS;
        }
        return ofOddName(name.toString().toLowerCase(Locale.ROOT));
    }

    private Rule ofOddName(String name) {
        String read = canonical(name);
        if (read.startsWith(IDENTITY_PREFIX) || squeezed(name).startsWith(SOAJS_IDENTITY)) {
            return Rule.DROP;
        }
        return named.getOrDefault(new HttpString(read), Rule.PASS);
    }

    private static String canonical(String name) {
        var canonical = new StringBuilder(name.length());
        name.chars().forEach(c -> canonical.append(isPlain(c) ? (char) c : '-'));
        return canonical.toString();
    }

    private static String squeezed(String name) {
        var squeezed = new StringBuilder(name.length());
        name.chars().filter(c -> isPlain(c) && c != '-').forEach(c -> squeezed.append((char) c));
        return squeezed.toString();
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    }

    /** What becomes of a request header on its way to an upstream. */
    enum Rule {
        /** Handed on as it came. */
        PASS,
        /** Never handed on: it concerns the connection, could steer the upstream, or is a credential of the gateway. */
        DROP,
        /** Handed on only where the service is given credentials. */
        CREDENTIAL,
        /** Handed on only where the gateway takes no part in traces: else its own span takes its place. */
        TRACE_PARENT,
        /** Handed on unless the gateway begins a trace of its own. */
        TRACE_STATE
    }
}
