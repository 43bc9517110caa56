package io.gatehouse.domain.document;

/**
 * One mistake in a configuration: where, what was given, and what would have been right.
 *
 * <p>The parts are made safe for a terminal and bounded in length here; secrets are left out by whoever makes the
 * problem.
 *
 * @param origin the place to look at
 * @param path the keys that lead there, such as {@code services.orders.load-balancing}; may be empty
 * @param given what stands there, as it should be shown
 * @param expected what should stand there
 */
public record Problem(Origin origin, String path, String given, String expected) {

    private static final int LONGEST_PART = 600;

    public Problem {
        path = printable(path);
        given = printable(given);
        expected = printable(expected);
    }

    @Override
    public String toString() {
        String place = path.isEmpty() ? printable(origin.toString()) : printable(origin.toString()) + " " + path;
        return place + ": " + given + " (expected " + expected + ")";
    }

    private static String printable(String text) {
        StringBuilder safe = new StringBuilder(Math.min(text.length(), LONGEST_PART));
        int end = Math.min(text.length(), LONGEST_PART);
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
