package io.gatehouse.domain.request;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A raw query, taken apart far enough to find credentials in it and to hand on the rest unchanged.
 *
 * @param rest the query without the parameters that hold credentials; null if there is none, or nothing is left of it
 * @param keys the decoded values of key parameters
 * @param tokens the decoded values of token parameters
 */
public record Query(@Nullable String rest, List<String> keys, List<String> tokens) {

    /** Takes a raw query apart; a name is recognised however it is encoded, as an upstream would decode it. */
    public static Query of(@Nullable String raw, CredentialNames names) {
        if (raw == null || raw.isEmpty()) {
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
            return new Query(raw, keys, tokens);
        }
        return new Query(rest.isEmpty() ? null : rest.toString(), keys, tokens);
    }

    private static int endOfParameter(String raw, int from) {
        int end = raw.indexOf('&', from);
        return end < 0 ? raw.length() : end;
    }

    private static String decode(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
