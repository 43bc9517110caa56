package io.gatehouse.app.endtoend;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;

/**
 * A path as the most lenient of servers would read it: decoded until nothing is left to decode, overlong UTF-8 and all,
 * backslashes as slashes, without parameters, control characters and what follows a NUL, with dot segments resolved.
 *
 * <p>The query is split off before anything is decoded, as every server does: an encoded question mark is a letter.
 */
final class LenientPath {

    private static final int MOST_ROUNDS = 8;

    private LenientPath() {}

    static String read(String raw) {
        String path = cut(raw, "?#");
        for (int i = 0; i < MOST_ROUNDS; i++) {
            path = decode(path);
        }
        return resolve(cut(path, "\0").replaceAll("\\p{Cntrl}", "").replace('\\', '/'));
    }

    private static String cut(String path, String ends) {
        int end = 0;
        while (end < path.length() && ends.indexOf(path.charAt(end)) < 0) {
            end++;
        }
        return path.substring(0, end);
    }

    private static String resolve(String path) {
        var segments = new ArrayDeque<String>();
        for (String segment : path.split("/", -1)) {
            String name = segment.replaceAll(";.*", "");
            if (name.equals("..")) {
                segments.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                segments.addLast(name);
            }
        }
        return "/" + String.join("/", segments);
    }

    private static String decode(String text) {
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            boolean unicode = text.startsWith("%u", i) && hex(text, i + 2, 4) >= 0;
            int digits = unicode ? 4 : 2;
            int at = unicode ? i + 2 : i + 1;
            boolean escape = text.charAt(i) == '%' && hex(text, at, digits) >= 0;
            bytes.write(escape ? hex(text, at, digits) & 0xff : text.charAt(i));
            i = escape ? at + digits - 1 : i;
        }
        return overlong(bytes.toString(StandardCharsets.ISO_8859_1));
    }

    /** ASCII that is written with two or three bytes. */
    private static String overlong(String latin) {
        var text = new StringBuilder();
        for (int i = 0; i < latin.length(); i++) {
            char c = latin.charAt(i);
            if ((c == 0xc0 || c == 0xc1) && i + 1 < latin.length()) {
                text.append((char) (((c & 0x1f) << 6) | (latin.charAt(++i) & 0x3f)));
            } else if (c == 0xe0 && i + 2 < latin.length() && latin.charAt(i + 1) < 0xa0) {
                text.append((char) (((latin.charAt(i + 1) & 0x3f) << 6) | (latin.charAt(i + 2) & 0x3f)));
                i += 2;
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static int hex(String text, int from, int digits) {
        if (from + digits > text.length()
                || !text.substring(from, from + digits).matches("[0-9a-fA-F]+")) {
            return -1;
        }
        return Integer.parseInt(text.substring(from, from + digits), 16);
    }
}
