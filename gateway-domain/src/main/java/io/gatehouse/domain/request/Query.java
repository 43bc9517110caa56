package io.gatehouse.domain.request;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A raw query, taken apart far enough to find credentials in it and to hand on the rest.
 *
 * <p>The rest keeps the client's spelling, a stray {@code %} included, but for what clients send as it is although it must be
 * escaped in a URI (RFC 3986, 3.4): <code>" &lt; &gt; \ ^ ` { | }</code> are percent-encoded, so that no upstream refuses what
 * the gateway has let pass.
 *
 * @param rest the query without the parameters that hold credentials; null if there is none, or nothing is left of it
 * @param keys the decoded values of key parameters
 * @param tokens the decoded values of token parameters
 */
public record Query(@Nullable String rest, List<String> keys, List<String> tokens) {

    private static final Query NONE = new Query(null, List.of(), List.of());

    private static final String ENCODED = "\"<>\\^`{|}";

    private static final boolean[] PLAIN = new boolean[128];

    static {
        for (char c = '!'; c <= '~'; c++) {
            PLAIN[c] = c != '#' && ENCODED.indexOf(c) < 0;
        }
    }

    /** Whether every character of a raw query may be there, escaped or not: no control, no space, no {@code #}, only ASCII. */
    public static boolean isLegal(@Nullable String raw) {
        if (raw == null) {
            return true;
        }
        for (int i = 0, n = raw.length(); i < n; i++) {
            char c = raw.charAt(i);
            if (c >= 128 || !(PLAIN[c] || ENCODED.indexOf(c) >= 0)) {
                return false;
            }
        }
        return true;
    }

    /** Takes a raw query apart; a name is recognised however it is encoded, as an upstream would decode it. */
    public static Query of(@Nullable String raw, CredentialNames names) {
        if (raw == null) {
            return NONE;
        }
        if (raw.isEmpty()) {
            return new Query(raw, List.of(), List.of());
        }
        var rest = new StringBuilder(raw.length());
        var keys = new ArrayList<String>(1);
        var tokens = new ArrayList<String>(1);
        int at = 0;
        while (at <= raw.length()) {
            int end = endOfParameter(raw, at);
            int equals = raw.indexOf('=', at);
            int endOfName = equals < 0 || equals > end ? end : equals;
            String name = decode(raw.substring(at, endOfName));
            List<String> found = names.keyParameters().contains(name)
                    ? keys
                    : names.tokenParameters().contains(name) ? tokens : null;
            if (found == null) {
                rest.append(rest.isEmpty() ? "" : "&").append(raw, at, end);
            } else {
                found.add(decode(raw.substring(Math.min(end, endOfName + 1), end)));
            }
            at = end + 1;
        }
        if (keys.isEmpty() && tokens.isEmpty()) {
            return new Query(encode(raw), keys, tokens);
        }
        return new Query(rest.isEmpty() ? null : encode(rest.toString()), keys, tokens);
    }

    private static int endOfParameter(String raw, int from) {
        int end = raw.indexOf('&', from);
        return end < 0 ? raw.length() : end;
    }

    private static String encode(String query) {
        int at = 0;
        while (at < query.length() && ENCODED.indexOf(query.charAt(at)) < 0) {
            at++;
        }
        if (at == query.length()) {
            return query;
        }
        var encoded = new StringBuilder(query.length() + 8).append(query, 0, at);
        for (; at < query.length(); at++) {
            char c = query.charAt(at);
            if (ENCODED.indexOf(c) < 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(Integer.toHexString(c).toUpperCase(Locale.ROOT));
            }
        }
        return encoded.toString();
    }

    /** As a lenient upstream would: what is no escape stays as it is. */
    private static String decode(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        var bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int escaped = c == '%' ? hex(text, i + 1) << 4 | hex(text, i + 2) : -1;
            bytes.write(escaped >= 0 ? escaped : c == '+' ? ' ' : c);
            i += escaped >= 0 ? 2 : 0;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int hex(String text, int at) {
        return at < text.length() && text.charAt(at) < 128 ? Character.digit(text.charAt(at), 16) : -1;
    }
}
