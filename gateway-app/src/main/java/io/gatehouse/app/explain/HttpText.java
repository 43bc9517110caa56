package io.gatehouse.app.explain;

/** What HTTP lets stand in the parts of a request head (RFC 9110, section 5). */
final class HttpText {

    private static final String MARKS = "!#$%&'*+-.^_`|~";

    private HttpText() {}

    /** Whether a text may be a method or the name of a header. */
    static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(HttpText::isTokenCharacter);
    }

    /** Whether a text holds what may not stand in the value of a header. */
    static boolean hasControls(String text) {
        return text.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f);
    }

    /** Whether a text holds what would end a request target, or the line it stands on. */
    static boolean hasSpace(String text) {
        return text.chars().anyMatch(c -> c <= ' ' || c == 0x7f);
    }

    private static boolean isTokenCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || MARKS.indexOf(c) >= 0;
    }
}
