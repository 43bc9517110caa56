package io.gatehouse.http.codec;

/** The smallest parts of HTTP's grammar. */
public final class Tokens {

    /** Digits of the longest number that is taken for a length; more could wrap around. */
    private static final int LONGEST_LENGTH = 18;

    private static final boolean[] TOKEN = new boolean[128];

    static {
        for (char c = '0'; c <= 'z'; c++) {
            TOKEN[c] = Character.isLetterOrDigit(c);
        }
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
            TOKEN[c] = true;
        }
    }

    private Tokens() {}

    /** Whether a character may stand in the name of a method or header. */
    public static boolean isTokenChar(int c) {
        return c >= 0 && c < 128 && TOKEN[c];
    }

    /** The number in a Content-Length; -1 if it is not one to eighteen digits. */
    public static long parseLength(String text) {
        int n = text.length();
        if (n == 0 || n > LONGEST_LENGTH) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < n; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
