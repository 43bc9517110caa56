package io.gatehouse.http.accesslog;

/** How a line of the access log is written; both forms hold the same fields under the same names, and numbers alike. */
public enum AccessLogFormat {
    /** One JSON object a line, in plain ASCII: what is not printable there is escaped. */
    JSON("{\"", ",\"", "\":", "}\n"),
    /** {@code name=value} pairs; a value that is not plain is quoted and escaped as in JSON. */
    TEXT("", " ", "=", "\n");

    private final String first;
    private final String separator;
    private final String assign;
    private final String end;

    AccessLogFormat(String first, String separator, String assign, String end) {
        this.first = first;
        this.separator = separator;
        this.assign = assign;
        this.end = end;
    }

    /** What stands before the value of a field. */
    String prefix(String name, boolean isFirst) {
        return (isFirst ? first : separator) + name + assign;
    }

    /** Writes a text, so that nothing in it can end the value or the line. */
    void text(String value, LineBuffer to) {
        if (this == TEXT && isPlain(value)) {
            to.ascii(value);
        } else {
            to.quoted(value);
        }
    }

    /** Writes a point in time. */
    void time(long epochMillis, LineBuffer to) {
        if (this == TEXT) {
            to.time(epochMillis);
        } else {
            to.ascii('"');
            to.time(epochMillis);
            to.ascii('"');
        }
    }

    void end(LineBuffer to) {
        to.ascii(end);
    }

    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c > '~' || c == '"' || c == '\\' || c == '=') {
                return false;
            }
        }
        return !value.isEmpty();
    }
}
