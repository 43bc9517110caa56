package io.gatehouse.compiler.document;

/**
 * What a path in a rule looks like: absolute, decoded, without anything that two programs could read differently. A rule
 * in another form could never match, or worse, would seem to.
 */
final class PlainPath {

    private static final int LONGEST = 2048;

    private PlainPath() {}

    static boolean is(String text) {
        if (!text.startsWith("/") || text.length() > LONGEST || text.contains("//")) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) || "%;?#\\".indexOf(c) >= 0) {
                return false;
            }
        }
        return !(text + "/").contains("/./") && !(text + "/").contains("/../");
    }

    static String withoutTrailingSlash(String text) {
        return text.length() > 1 && text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
