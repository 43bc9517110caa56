package io.gatehouse.compiler.document;

import java.util.Locale;
import java.util.Set;

/** The form of header names, and those that no configuration may set. */
final class HeaderName {

    static final String FORM = "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}";
    static final String EXPECTED = "the name of a header";

    private static final Set<String> FRAMING = Set.of(
            "connection",
            "content-length",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private HeaderName() {}

    /** Whether the header belongs to a single connection, or says where a message ends. */
    static boolean isFraming(String name) {
        return FRAMING.contains(name.toLowerCase(Locale.ROOT));
    }
}
