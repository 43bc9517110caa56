package io.gatehouse.compiler.document;

import java.util.Locale;
import java.util.Set;

/** The forms of names, as regular expressions, and what a message says that is expected. */
final class NameForms {

    /** Names that operators choose. They are path segments, metric labels and parts of identifiers. */
    static final String NAME = "[A-Za-z0-9][A-Za-z0-9_.-]{0,127}";

    static final String NAME_EXPECTED =
            "a name of letters, digits, '_', '.' and '-' that starts with a letter or digit";

    static final String METHOD = "(?!TRACE$|CONNECT$)[A-Z]{1,32}";
    static final String METHOD_EXPECTED = "a method in upper case such as GET; TRACE and CONNECT never pass";

    static final String HEADER = "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}";
    static final String HEADER_EXPECTED = "the name of a header";

    private static final Set<String> FRAMING = Set.of(
            "connection",
            "content-length",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private NameForms() {}

    /** Whether a header belongs to a single connection, or says where a message ends: no configuration may set it. */
    static boolean isFramingHeader(String name) {
        return FRAMING.contains(name.toLowerCase(Locale.ROOT));
    }
}
