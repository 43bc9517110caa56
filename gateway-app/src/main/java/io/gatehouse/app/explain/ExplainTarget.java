package io.gatehouse.app.explain;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a request goes: a path, or a whole URL as a browser would show it.
 *
 * @param secure whether it is for {@code https}
 * @param authority host and port; empty for a mere path
 * @param path the raw path
 * @param query the raw query without the question mark; null if there is none
 */
record ExplainTarget(
        boolean secure,
        String authority,
        String path,
        @Nullable String query) {

    static ExplainTarget parse(String text) throws UnusableRequest {
        if (text.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            throw new UnusableRequest(
                    "the path holds white space or a control character (expected it percent-encoded)");
        }
        String lower = text.toLowerCase(Locale.ROOT);
        boolean secure = lower.startsWith("https://");
        if (secure || lower.startsWith("http://")) {
            return ofUrl(secure, text.substring(text.indexOf("//") + 2));
        }
        if (!text.startsWith("/")) {
            throw new UnusableRequest(
                    "the path does not begin with a slash (expected /path?query or http://host/path)");
        }
        return of(false, "", text);
    }

    private static ExplainTarget ofUrl(boolean secure, String rest) throws UnusableRequest {
        int end = 0;
        while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        String authority = rest.substring(0, end);
        if (authority.isEmpty() || authority.indexOf('@') >= 0) {
            throw new UnusableRequest("the URL has no host, or a user beside it (expected http://host/path)");
        }
        String path = rest.substring(end);
        return of(secure, authority, path.startsWith("/") ? path : "/" + path);
    }

    private static ExplainTarget of(boolean secure, String authority, String pathAndQuery) {
        int mark = pathAndQuery.indexOf('?');
        return mark < 0
                ? new ExplainTarget(secure, authority, pathAndQuery, null)
                : new ExplainTarget(
                        secure, authority, pathAndQuery.substring(0, mark), pathAndQuery.substring(mark + 1));
    }
}
