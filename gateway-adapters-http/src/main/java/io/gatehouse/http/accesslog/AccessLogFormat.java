package io.gatehouse.http.accesslog;

/** How a line of the access log is written; both forms hold the same fields under the same names. */
public enum AccessLogFormat {
    /** One JSON object a line. */
    JSON,
    /** {@code name=value} pairs, values quoted where they need it. */
    TEXT;

    Notation notation() {
        return switch (this) {
            case JSON -> new JsonNotation();
            case TEXT -> new TextNotation();
        };
    }
}
