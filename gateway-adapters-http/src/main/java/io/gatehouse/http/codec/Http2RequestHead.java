package io.gatehouse.http.codec;

import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request that came by HTTP/2, as the same request by HTTP/1.1 would have it: {@code :authority} is its Host, crumbs of a
 * cookie are one line, and a body of unknown length is chunked.
 *
 * <p>As strict as {@link RequestHeadParser}, and as RFC 9113, 8.2 and 8.3: names are tokens in small letters, values hold no control
 * character and no blank at either end, pseudo-headers come first and once each, none is unknown, no header is for a connection, and
 * {@code :authority} and Host agree. CONNECT with {@code :protocol} is the wish for a WebSocket connection that HTTP/1.1 says by GET and
 * Upgrade (RFC 8441). After a flaw it reads on, so that whoever answers knows method and Origin. Reused by its I/O thread.
 */
public final class Http2RequestHead {

    private static final HttpString COOKIE = Headers.COOKIE;

    private static final Set<HttpString> OF_CONNECTIONS = Set.of(
            Headers.CONNECTION,
            new HttpString("proxy-connection"),
            new HttpString("keep-alive"),
            Headers.TRANSFER_ENCODING,
            Headers.UPGRADE);

    private static final String WEBSOCKET = "websocket";
    private static final HttpString WEBSOCKET_KEY = new HttpString("Sec-WebSocket-Key");
    private static final int NONCE = 16;

    private final HeadLimits limits;
    private final RequestFields fields = new RequestFields();
    private final RequestTarget target = new RequestTarget();
    private @Nullable String method;
    private @Nullable String scheme;
    private @Nullable String wholePath;
    private @Nullable String authority;
    private @Nullable String protocol;
    private @Nullable String host;
    private boolean tunnel;
    private String path = "/";
    private @Nullable String query;
    private @Nullable Refusal flaw;

    public Http2RequestHead(HeadLimits limits) {
        this.limits = limits;
    }

    /** Reads a head, and puts its fields into {@code to}; {@code last} if no body follows. */
    public void read(FieldList from, boolean last, FieldLines to) {
        reset();
        if (from.isTooLarge()) {
            refuse(Refusal.of(
                    Rejection.HEAD_TOO_LARGE,
                    "it has more than " + limits.bytes() + " bytes, or more than " + limits.headers() + " headers"));
        }
        int at = 0;
        while (at < from.count() && from.isPseudo(at)) {
            pseudo(from.name(at), from.value(at));
            at++;
        }
        StringBuilder cookie = null;
        for (int i = at; i < from.count(); i++) {
            HttpString name = from.name(i);
            String value = from.value(i);
            if (isWellFormed(name, value, from.isPseudo(i))) {
                if (name.equals(COOKIE)) {
                    cookie = cookie == null
                            ? new StringBuilder(value)
                            : cookie.append("; ").append(value);
                } else if (name.equals(Headers.HOST)) {
                    host(value);
                } else {
                    refuse(fields.add(name, value));
                    to.add(name, value);
                }
            }
        }
        if (cookie != null) {
            to.add(COOKIE, cookie.toString());
        }
        settle(last, to);
    }

    private void reset() {
        fields.reset();
        target.reset();
        method = null;
        scheme = null;
        wholePath = null;
        authority = null;
        protocol = null;
        tunnel = false;
        host = null;
        path = "/";
        query = null;
        flaw = null;
    }

    private void refuse(@Nullable Refusal why) {
        flaw = flaw == null ? why : flaw;
    }

    private void malformed(String detail) {
        refuse(Refusal.of(Rejection.MALFORMED_REQUEST, detail));
    }

    private void pseudo(HttpString name, String value) {
        String before;
        switch (name.toString()) {
            case ":method" -> {
                before = method;
                method = value;
            }
            case ":scheme" -> {
                before = scheme;
                scheme = value;
            }
            case ":path" -> {
                before = wholePath;
                wholePath = value;
            }
            case ":authority" -> {
                before = authority;
                authority = value;
            }
            case ":protocol" -> {
                before = protocol;
                protocol = value;
            }
            default -> {
                malformed("there is a pseudo-header that nobody knows");
                return;
            }
        }
        if (before != null) {
            malformed("a pseudo-header stands twice");
        }
    }

    private boolean isWellFormed(HttpString name, String value, boolean pseudo) {
        if (pseudo) {
            malformed("a pseudo-header stands behind a header");
        } else if (!isToken(name)) {
            malformed("a header's name is not a token in small letters");
        } else if (hasControl(value)) {
            malformed("a header holds a control character");
        } else if (!value.isEmpty() && (isBlank(value.charAt(0)) || isBlank(value.charAt(value.length() - 1)))) {
            malformed("a header begins or ends with white space");
        } else if (OF_CONNECTIONS.contains(name)) {
            malformed("a header is for a connection of HTTP/1.1");
        } else if (name.equals(Headers.TE) && !value.equalsIgnoreCase("trailers")) {
            malformed("TE asks for more than trailers");
        } else {
            return true;
        }
        return false;
    }

    static boolean isToken(HttpString name) {
        for (int i = 0; i < name.length(); i++) {
            byte b = name.byteAt(i);
            if (!Tokens.isTokenChar(b) || (b >= 'A' && b <= 'Z')) {
                return false;
            }
        }
        return name.length() > 0;
    }

    /** Whether a value must not be handed on. */
    public static boolean hasControl(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                return true;
            }
        }
        return false;
    }

    /** Whether this may be the name of a field behind a body. */
    public static boolean isTrailerName(HttpString name) {
        return isToken(name)
                && !OF_CONNECTIONS.contains(name)
                && !name.equals(Headers.HOST)
                && !name.equals(Headers.CONTENT_LENGTH)
                && !name.equals(Headers.TE)
                && !name.equals(Headers.TRAILER);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private void host(String value) {
        if (host != null) {
            malformed("there must be one Host header");
        }
        host = value;
    }

    private void settle(boolean last, FieldLines to) {
        if (method == null) {
            malformed("there is no :method");
        } else if (!isMethod(method)) {
            malformed("the method is not a token, or not spelled in capitals");
            method = null;
        }
        boolean connect = "CONNECT".equals(method);
        if (protocol != null && !connect) {
            malformed("there is a :protocol without CONNECT");
        }
        boolean plain = connect && protocol == null;
        if (plain ? scheme != null || wholePath != null : scheme == null || wholePath == null) {
            malformed("a pseudo-header is missing, or one too many");
        } else if (scheme != null && !scheme.equals("http") && !scheme.equals("https")) {
            malformed("the scheme is neither http nor https");
        }
        if (wholePath != null) {
            path(wholePath);
        }
        hosts(to);
        tunnel = connect && WEBSOCKET.equalsIgnoreCase(protocol);
        if (tunnel) {
            tunnel(to);
        } else if (fields.length() > 0 && last) {
            malformed("a body is shorter than its Content-Length");
        } else if (!last && fields.length() == RequestHeadParser.UNKNOWN && flaw == null) {
            to.add(Headers.TRANSFER_ENCODING, "chunked");
        }
    }

    /** The same wish by HTTP/1.1. */
    private void tunnel(FieldLines to) {
        method = "GET";
        if (fields.length() != RequestHeadParser.UNKNOWN) {
            malformed("a tunnel has a Content-Length");
        }
        byte[] nonce = new byte[NONCE];
        ThreadLocalRandom.current().nextBytes(nonce);
        to.put(Headers.UPGRADE, WEBSOCKET)
                .put(Headers.CONNECTION, Headers.UPGRADE_STRING)
                .put(WEBSOCKET_KEY, Base64.getEncoder().encodeToString(nonce));
    }

    private static boolean isMethod(String method) {
        for (int i = 0; i < method.length(); i++) {
            if (!Tokens.isTokenChar(method.charAt(i))) {
                return false;
            }
        }
        return !method.isEmpty() && !RequestHeadParser.isMethodInAnotherCase(method);
    }

    private void hosts(FieldLines to) {
        String named = authority == null ? host : authority;
        if (named != null) {
            fields.add(Headers.HOST, named);
            to.add(Headers.HOST, named);
        }
        if (authority != null && host != null && !authority.equals(host)) {
            malformed("the request target and the Host header name different hosts");
        }
        refuse(fields.flaw(target, true));
    }

    private void path(String text) {
        int end = text.length();
        int mark = -1;
        int parameters = 0;
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '#') {
                malformed("the request target holds a character that must be percent-encoded");
                return;
            }
            if (c == '?' && mark < 0) {
                mark = i;
                parameters = 1;
            } else if (c == '&' && mark >= 0) {
                parameters++;
            }
        }
        if (end > limits.target()) {
            refuse(Refusal.of(Rejection.TARGET_TOO_LONG, "it has more than " + limits.target() + " bytes"));
        } else if (parameters > limits.parameters()) {
            refuse(Refusal.of(
                    Rejection.TARGET_TOO_LONG, "its query has more than " + limits.parameters() + " parameters"));
        } else if (text.startsWith("/") || (text.equals("*") && "OPTIONS".equals(method))) {
            path = mark < 0 ? text : text.substring(0, mark);
            query = mark < 0 ? null : text.substring(mark + 1);
        } else {
            malformed("the request target is not a path");
        }
    }

    /** Why it is refused; null if it is not. */
    public @Nullable Refusal flaw() {
        return flaw;
    }

    /** The method; empty if there is none that can be read. */
    public HttpString method() {
        return method == null ? HttpString.EMPTY : Methods.fromString(method);
    }

    /** The path as it was sent; {@code /} if there is none that can be read. */
    public String path() {
        return path;
    }

    /** The query as it was sent; null if there is none. */
    public @Nullable String query() {
        return query;
    }

    /** Whether it asks for a WebSocket connection: what comes behind it is no body. */
    public boolean isTunnel() {
        return tunnel;
    }

    /** The Content-Length, or {@link RequestHeadParser#UNKNOWN}. */
    public long length() {
        return fields.length();
    }
}
