package io.gatehouse.domain.document;

/** Makes text that others have written safe for a terminal, and bounds its length. */
final class Printable {

    private static final int LONGEST = 600;

    private Printable() {}

    static String text(String text) {
        StringBuilder safe = new StringBuilder(Math.min(text.length(), LONGEST));
        int end = Math.min(text.length(), LONGEST);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            safe.append(invisible(c) ? '?' : c);
        }
        return end < text.length() ? safe.append("...").toString() : safe.toString();
    }

    private static boolean invisible(char c) {
        return Character.isISOControl(c)
                || Character.isSurrogate(c)
                || Character.getType(c) == Character.FORMAT
                || Character.getType(c) == Character.LINE_SEPARATOR
                || Character.getType(c) == Character.PARAGRAPH_SEPARATOR;
    }
}
