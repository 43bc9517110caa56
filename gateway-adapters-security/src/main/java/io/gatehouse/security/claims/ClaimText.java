package io.gatehouse.security.claims;

/** What a text of a token must be like before anybody sees it: the backend, a log, a header. */
final class ClaimText {

    private static final int LONGEST = 256;

    private ClaimText() {}

    /** Whether it is short, not blank, without control characters and without halves of characters. */
    static boolean isPlain(String text) {
        if (text.isBlank() || text.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                i++;
            } else if (Character.isISOControl(c) || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }
}
