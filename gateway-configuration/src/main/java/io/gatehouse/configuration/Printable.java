package io.gatehouse.configuration;

/** Makes text that others have written safe for a terminal, and bounds its length. */
public final class Printable {

    private static final int LONGEST = 600;

    private Printable() {}

    /** The text with a question mark for every character that a terminal would act upon, cut off after 600 characters. */
    public static String text(String text) {
        return text(text, LONGEST);
    }

    /** The same, not cut off. */
    public static String whole(String text) {
        return text(text, text.length());
    }

    /** The same, cut off after so many characters. */
    public static String text(String text, int longest) {
        var safe = new StringBuilder(Math.min(text.length(), longest));
        text.codePoints().limit(longest).forEach(c -> safe.appendCodePoint(isInvisible(c) ? '?' : c));
        return safe.length() < text.length() ? safe.append("...").toString() : safe.toString();
    }

    private static boolean isInvisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
