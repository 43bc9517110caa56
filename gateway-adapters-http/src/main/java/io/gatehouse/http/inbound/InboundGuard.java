package io.gatehouse.http.inbound;

import io.gatehouse.http.codec.Tokens;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import org.jspecify.annotations.Nullable;

/**
 * Finds requests that two servers could read in two ways; they are refused before anything else looks at them.
 *
 * <p>Undertow has refused before: bare line feeds in the head, Transfer-Encoding beside Content-Length, a repeated
 * Content-Length, white space before a colon, a missing Host.
 */
final class InboundGuard {

    private InboundGuard() {}

    /** What is wrong with a request, in words that the client may read; null if nothing is. */
    static @Nullable String flaw(HttpServerExchange http) {
        if (!http.isHttp11() && !http.isHttp10()) {
            return "the protocol version is not supported";
        }
        if (!isToken(http.getRequestMethod())) {
            return "the method is not a token";
        }
        HeaderMap headers = http.getRequestHeaders();
        String flaw = headersFlaw(headers);
        flaw = flaw == null ? framingFlaw(http, headers) : flaw;
        return flaw == null ? targetFlaw(http, headers) : flaw;
    }

    private static @Nullable String headersFlaw(HeaderMap headers) {
        long at = headers.fastIterateNonEmpty();
        while (at != -1L) {
            HeaderValues lines = headers.fiCurrent(at);
            if (!isToken(lines.getHeaderName())) {
                return "a header's name is not a token";
            }
            for (int i = 0; i < lines.size(); i++) {
                if (hasControls(lines.get(i))) {
                    return "a header holds a control character";
                }
            }
            at = headers.fiNextNonEmpty(at);
        }
        return null;
    }

    private static @Nullable String framingFlaw(HttpServerExchange http, HeaderMap headers) {
        HeaderValues codings = headers.get(Headers.TRANSFER_ENCODING);
        HeaderValues lengths = headers.get(Headers.CONTENT_LENGTH);
        if (codings != null && (codings.size() != 1 || !codings.getFirst().equalsIgnoreCase("chunked"))) {
            return "the only transfer coding is chunked";
        }
        if (codings != null && (lengths != null || http.isHttp10())) {
            return "Transfer-Encoding must not be used here";
        }
        if (lengths != null && (lengths.size() != 1 || Tokens.parseLength(lengths.getFirst()) < 0)) {
            return "the Content-Length is not a length";
        }
        return null;
    }

    private static @Nullable String targetFlaw(HttpServerExchange http, HeaderMap headers) {
        HeaderValues hosts = headers.get(Headers.HOST);
        if (hosts == null ? http.isHttp11() : hosts.size() != 1) {
            return "there must be one Host header";
        }
        String host = hosts == null ? "" : hosts.getFirst();
        if (hosts != null && !isAuthority(host)) {
            return "the Host header is not a host";
        }
        if (http.isHostIncludedInRequestURI() && !isFor(http.getRequestURI(), host)) {
            return "the request target and the Host header name different hosts";
        }
        return isVisible(http.getQueryString()) ? null : "the query holds a character that must be percent-encoded";
    }

    /** Whether an absolute target is for this host, letter case aside. */
    private static boolean isFor(String target, String host) {
        int from = target.indexOf("://") + 3;
        if (from < 3 || !(target.startsWith("http://") || target.startsWith("https://"))) {
            return false;
        }
        int slash = target.indexOf('/', from);
        int to = slash < 0 ? target.length() : slash;
        return to - from == host.length() && target.regionMatches(true, from, host, 0, host.length());
    }

    /** Letters, digits and what else a host with a port may hold; no user, no path, no list. */
    private static boolean isAuthority(String host) {
        boolean fine = !host.isEmpty() && host.length() <= 255;
        for (int i = 0; i < host.length() && fine; i++) {
            char c = host.charAt(i);
            fine = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '.'
                    || c == '-'
                    || c == ':'
                    || c == '_'
                    || c == '['
                    || c == ']';
        }
        return fine;
    }

    private static boolean isToken(HttpString name) {
        int n = name.length();
        for (int i = 0; i < n; i++) {
            if (!Tokens.isTokenChar(name.byteAt(i))) {
                return false;
            }
        }
        return n > 0;
    }

    private static boolean hasControls(String value) {
        for (int i = 0, n = value.length(); i < n; i++) {
            char c = value.charAt(i);
            if ((c < 0x20 && c != '\t') || c == 0x7f) {
                return true;
            }
        }
        return false;
    }

    private static boolean isVisible(String query) {
        for (int i = 0, n = query.length(); i < n; i++) {
            char c = query.charAt(i);
            if (c <= 0x20 || c >= 0x7f || c == '#') {
                return false;
            }
        }
        return true;
    }
}
