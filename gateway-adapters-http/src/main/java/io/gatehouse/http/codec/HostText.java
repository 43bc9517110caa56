package io.gatehouse.http.codec;

/** A host with or without a port, as it stands in a Host header or in an absolute request target. */
final class HostText {

    private static final int LONGEST = 255;
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int LARGEST_PORT = 65_535;

    private HostText() {}

    /** Whether it is one: a name, an address, or one in brackets, then perhaps a port; no user, no path, no list. */
    static boolean isHost(String text) {
        int end = hostEnd(text);
        if (end <= 0 || text.length() > LONGEST || !isPort(text, end)) {
            return false;
        }
        boolean bracketed = text.charAt(0) == '[';
        int last = bracketed ? end - 1 : end;
        for (int i = bracketed ? 1 : 0; i < last; i++) {
            if (!(bracketed ? isOfAddress(text.charAt(i)) : isOfName(text.charAt(i)))) {
                return false;
            }
        }
        return last > (bracketed ? 1 : 0);
    }

    /** Whether two of them name the same host for a scheme (RFC 9110, 4.2.3): letter case aside, with the scheme's port where none is given. */
    static boolean areSame(String one, String other, boolean https) {
        int end = hostEnd(one);
        return end == hostEnd(other)
                && one.regionMatches(true, 0, other, 0, end)
                && port(one, end, https) == port(other, end, https);
    }

    /** Where the host ends and what belongs to the port begins; -1 if a bracket is not closed. */
    private static int hostEnd(String text) {
        if (text.startsWith("[")) {
            return text.indexOf(']') + 1;
        }
        int colon = text.indexOf(':');
        return colon < 0 ? text.length() : colon;
    }

    /** Nothing, or a colon and digits, of which there may be none. */
    private static boolean isPort(String text, int from) {
        if (from == text.length()) {
            return true;
        }
        for (int i = from + 1; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.charAt(from) == ':' && port(text, from, false) <= LARGEST_PORT;
    }

    private static int port(String text, int hostEnd, boolean https) {
        if (text.length() - hostEnd < 2) {
            return https ? HTTPS : HTTP;
        }
        int port = 0;
        for (int i = hostEnd + 1; i < text.length() && port <= LARGEST_PORT; i++) {
            port = port * 10 + text.charAt(i) - '0';
        }
        return port;
    }

    private static boolean isOfName(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '-'
                || c == '_';
    }

    private static boolean isOfAddress(char c) {
        return (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || (c >= '0' && c <= '9') || c == ':' || c == '.';
    }
}
