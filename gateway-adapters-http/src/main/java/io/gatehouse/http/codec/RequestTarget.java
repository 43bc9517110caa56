package io.gatehouse.http.codec;

import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The target of a request, in any of its forms (RFC 9112, 3.2); reused by its I/O thread. */
final class RequestTarget {

    private static final String HTTP = "http://";
    private static final String HTTPS = "https://";

    /** Paths that are asked for again and again; queries seldom are. */
    private final KnownBytes<String> paths = KnownBytes.texts(11);

    private String path = "/";
    private @Nullable String query;
    private int questionMark;
    private int parameters;
    private @Nullable String authority;
    private boolean https;

    void reset() {
        path = "/";
        query = null;
        questionMark = -1;
        parameters = 0;
        authority = null;
    }

    /** Where the first byte stands that cannot be part of a target; {@code have} if there is none yet. */
    int scan(byte[] bytes, int from, int have) {
        int i = from;
        while (i < have && bytes[i] > ' ' && bytes[i] < 0x7f && bytes[i] != '#') {
            if (bytes[i] == '?' && questionMark < 0) {
                questionMark = i;
                parameters = 1;
            } else if (bytes[i] == '&') {
                parameters++;
            }
            i++;
        }
        return i;
    }

    /** Reads what has been scanned; what is wrong with it, null if nothing is. */
    @Nullable
    String read(byte[] bytes, int from, int end, HttpString method) {
        if (bytes[end] != ' ') {
            return bytes[end] == '\r' || bytes[end] == '\n'
                    ? "the request line does not end in the version of HTTP"
                    : "the request target holds a character that must be percent-encoded";
        }
        if (end == from) {
            return "there is no request target";
        }
        int pathEnd = questionMark < 0 ? end : questionMark;
        query = questionMark < 0 ? null : text(bytes, questionMark + 1, end);
        if (bytes[from] == '/') {
            path = paths.of(bytes, from, pathEnd);
            return null;
        }
        if (method.equals(Methods.CONNECT)) {
            return null;
        }
        if (bytes[from] == '*' && end == from + 1 && method.equals(Methods.OPTIONS)) {
            path = "*";
            return null;
        }
        return url(text(bytes, from, pathEnd), method);
    }

    /** Takes a URL apart, without its query. */
    private @Nullable String url(String url, HttpString method) {
        https = url.regionMatches(true, 0, HTTPS, 0, HTTPS.length());
        if (!https && !url.regionMatches(true, 0, HTTP, 0, HTTP.length())) {
            return "the request target is neither a path nor a URL";
        }
        int from = https ? HTTPS.length() : HTTP.length();
        int slash = url.indexOf('/', from);
        String host = url.substring(from, slash < 0 ? url.length() : slash);
        if (!HostText.isHost(host)) {
            return "the request target names no host";
        }
        authority = host;
        boolean asterisk = slash < 0 && query == null && method.equals(Methods.OPTIONS);
        path = slash < 0 ? asterisk ? "*" : "/" : url.substring(slash);
        return null;
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    String path() {
        return path;
    }

    @Nullable
    String query() {
        return query;
    }

    /** Parameters of the query, counted before anything else is looked at. */
    int parameters() {
        return questionMark < 0 ? 0 : parameters;
    }

    /** Whether it is for this host, or says nothing of hosts. */
    boolean isFor(String host) {
        return authority == null || HostText.areSame(authority, host, https);
    }
}
