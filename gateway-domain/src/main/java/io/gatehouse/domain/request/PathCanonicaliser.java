package io.gatehouse.domain.request;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Turns a raw request path into its {@link CanonicalPath}, or says why it is ambiguous.
 *
 * <p>Percent escapes are decoded once. Refused: dot segments, encoded dots, backslashes and control characters in any
 * spelling, broken escapes, text that is not UTF-8, a path that does not begin with a slash. Runs of slashes become one,
 * as most servers would read them; the collapsed form is what is forwarded. Most paths need none of this and pass
 * without a copy.
 */
public final class PathCanonicaliser {

    /** Characters that may stand in a path as they are and mean themselves. */
    private static final boolean[] PLAIN = new boolean[128];

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    static {
        for (char c = 'a'; c <= 'z'; c++) {
            PLAIN[c] = true;
            PLAIN[Character.toUpperCase(c)] = true;
        }
        for (char c : "0123456789-_~!$&'()*+,=:@".toCharArray()) {
            PLAIN[c] = true;
        }
    }

    private PathCanonicaliser() {}

    /** The canonical form of a raw path. */
    public static CanonicalPath canonicalise(String raw) throws AmbiguousPathException {
        if (raw.isEmpty() || raw.charAt(0) != '/') {
            throw new AmbiguousPathException("the path does not begin with a slash");
        }
        return isPlain(raw) ? new CanonicalPath(raw, raw, false, false) : rewrite(raw);
    }

    private static boolean isPlain(String raw) {
        for (int i = 1, n = raw.length(); i < n; i++) {
            char c = raw.charAt(i);
            if (c < 128 && PLAIN[c]) {
                continue;
            }
            boolean startsSegment = raw.charAt(i - 1) == '/';
            if (startsSegment || (c != '/' && c != '.')) {
                return false;
            }
        }
        return true;
    }

    private static CanonicalPath rewrite(String raw) throws AmbiguousPathException {
        var matched = new StringBuilder(raw.length());
        var forwarded = new StringBuilder(raw.length() + 8);
        boolean encodedSlash = false;
        boolean parameters = false;
        int at = 0;
        while (at < raw.length()) {
            int end = raw.indexOf('/', at);
            end = end < 0 ? raw.length() : end;
            if (end > at) {
                var segment = Segment.decode(raw, at, end);
                encodedSlash |= segment.encodedSlash;
                parameters |= segment.parameters;
                matched.append('/').append(segment.text);
                encode(segment.bytes, segment.length, forwarded);
            }
            at = end + 1;
        }
        if (raw.endsWith("/")) {
            matched.append('/');
            forwarded.append('/');
        }
        return new CanonicalPath(matched.toString(), forwarded.toString(), encodedSlash, parameters);
    }

    private static void encode(byte[] bytes, int length, StringBuilder to) {
        to.append('/');
        for (int i = 0; i < length; i++) {
            int b = bytes[i] & 0xff;
            if (b < 128 && (PLAIN[b] || b == '.')) {
                to.append((char) b);
            } else if (b == Segment.KEPT_PERCENT || b == Segment.RAW_SEMICOLON) {
                to.append(b == Segment.KEPT_PERCENT ? '%' : ';');
            } else {
                to.append('%').append(HEX[b >> 4]).append(HEX[b & 15]);
            }
        }
    }

    /** One segment, decoded: its text, and its bytes with marks for what has to stay as it was written. */
    private static final class Segment {
        /** Stands for a percent sign that is forwarded as it is; no byte of valid UTF-8 has this value. */
        static final int KEPT_PERCENT = 0xff;
        /** Stands for a semicolon that came unencoded; no byte of valid UTF-8 has this value. */
        static final int RAW_SEMICOLON = 0xfe;

        final byte[] bytes;
        int length;
        boolean encodedSlash;
        boolean parameters;
        String text = "";

        private Segment(int capacity) {
            bytes = new byte[capacity];
        }

        static Segment decode(String raw, int from, int to) throws AmbiguousPathException {
            var segment = new Segment(to - from);
            for (int i = from; i < to; i++) {
                char c = raw.charAt(i);
                if (c == '%') {
                    segment.escape(hex(raw, i + 1, to) << 4 | hex(raw, i + 2, to));
                    i += 2;
                } else {
                    segment.literal(c);
                }
            }
            segment.text = segment.toText();
            return segment;
        }

        private void literal(char c) throws AmbiguousPathException {
            if (c >= 128) {
                throw new AmbiguousPathException(
                        "the path holds a character that is neither ASCII nor percent-encoded");
            }
            if (c == '#' || c == '?') {
                throw new AmbiguousPathException("the path holds a '" + c + "'");
            }
            refuseUnsafe(c);
            parameters |= c == ';';
            append(c == ';' ? RAW_SEMICOLON : c);
        }

        private void escape(int b) throws AmbiguousPathException {
            if (b == '.') {
                throw new AmbiguousPathException("the path holds an encoded dot");
            }
            if (b == KEPT_PERCENT || b == RAW_SEMICOLON) {
                throw new AmbiguousPathException("the path is not UTF-8");
            }
            refuseUnsafe(b);
            if (b == '/' || b == '%') {
                encodedSlash = true;
                append(KEPT_PERCENT);
                append(HEX[b >> 4]);
                append(HEX[b & 15]);
            } else {
                // Servers that decode before they look for parameters, or sit behind one that does, cut off here.
                parameters |= b == ';';
                append(b);
            }
        }

        private void append(int b) {
            bytes[length++] = (byte) b;
        }

        private static void refuseUnsafe(int c) throws AmbiguousPathException {
            if (c < 0x20 || c == 0x7f) {
                throw new AmbiguousPathException("the path holds a control character");
            }
            if (c == '\\') {
                throw new AmbiguousPathException("the path holds a backslash");
            }
        }

        private String toText() throws AmbiguousPathException {
            byte[] plain = Arrays.copyOf(bytes, length);
            for (int i = 0; i < length; i++) {
                int b = plain[i] & 0xff;
                if (b == KEPT_PERCENT || b == RAW_SEMICOLON) {
                    plain[i] = (byte) (b == KEPT_PERCENT ? '%' : ';');
                }
            }
            String decoded = utf8(plain);
            int name = decoded.indexOf(';') < 0 ? decoded.length() : decoded.indexOf(';');
            if (name > 0 && name <= 2 && "..".startsWith(decoded.substring(0, name))) {
                throw new AmbiguousPathException("the path holds a dot segment");
            }
            return decoded;
        }

        private static String utf8(byte[] bytes) throws AmbiguousPathException {
            try {
                CharBuffer chars = StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)
                        .decode(ByteBuffer.wrap(bytes));
                for (int i = 0; i < chars.length(); i++) {
                    if (Character.isISOControl(chars.charAt(i))) {
                        throw new AmbiguousPathException("the path holds a control character");
                    }
                }
                return chars.toString();
            } catch (CharacterCodingException e) {
                throw new AmbiguousPathException("the path is not UTF-8");
            }
        }

        private static int hex(String raw, int at, int end) throws AmbiguousPathException {
            int digit = at < end ? Character.digit(raw.charAt(at), 16) : -1;
            if (digit < 0 || raw.charAt(at) >= 128) {
                throw new AmbiguousPathException("the path holds a broken percent escape");
            }
            return digit;
        }
    }
}
