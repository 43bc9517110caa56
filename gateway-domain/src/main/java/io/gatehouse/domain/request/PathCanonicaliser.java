package io.gatehouse.domain.request;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Turns a raw request path into its {@link CanonicalPath}, or says why it is ambiguous.
 *
 * <p>Percent escapes are decoded once for what is matched. What is forwarded keeps the client's spelling of reserved
 * characters (RFC 3986, 2.2), as upstreams may distinguish {@code a%2Bb} from {@code a+b}; escaped unreserved characters are
 * decoded, hexadecimal digits are upper case, and what may not stand in a path as it is, though clients send it
 * (<code>" &lt; &gt; ^ ` { | }</code>), becomes escaped (6.2.2), so that each path has one forwarded form. Refused: dot
 * segments, encoded dots, backslashes and control characters in any spelling, a bare space, broken escapes, text that is not
 * UTF-8, a path that does not begin with a slash. Runs of slashes become one,
 * as most servers would read them; the collapsed form is what is forwarded. Most paths need none of this and pass without
 * a copy.
 */
public final class PathCanonicaliser {

    /** Characters that mean themselves however they are written. */
    private static final boolean[] UNRESERVED = of("-_~");

    /** Characters that may stand in a segment as they are; the semicolon is looked at apart. */
    private static final boolean[] PLAIN = of("-_~!$&'()*+,=:@[]");

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private PathCanonicaliser() {}

    private static boolean[] of(String marks) {
        boolean[] characters = new boolean[128];
        for (char c = '0'; c <= 'z'; c++) {
            characters[c] = Character.isLetterOrDigit(c);
        }
        marks.chars().forEach(c -> characters[c] = true);
        return characters;
    }

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
                var segment = new Segment(end - at, forwarded.append('/'));
                segment.read(raw, at, end);
                encodedSlash |= segment.encodedSlash;
                parameters |= segment.parameters;
                matched.append('/').append(segment.text());
            }
            at = end + 1;
        }
        if (raw.endsWith("/")) {
            matched.append('/');
            forwarded.append('/');
        }
        return new CanonicalPath(matched.toString(), forwarded.toString(), encodedSlash, parameters);
    }

    /** One segment: its bytes, decoded, and its forwarded form, which is written as the segment is read. */
    private static final class Segment {

        private final byte[] bytes;
        private final StringBuilder forwarded;
        private int length;
        private boolean encodedSlash;
        private boolean parameters;

        Segment(int capacity, StringBuilder forwarded) {
            this.bytes = new byte[capacity];
            this.forwarded = forwarded;
        }

        void read(String raw, int from, int to) throws AmbiguousPathException {
            for (int i = from; i < to; i++) {
                char c = raw.charAt(i);
                if (c == '%') {
                    escape(hex(raw, i + 1, to) << 4 | hex(raw, i + 2, to));
                    i += 2;
                } else {
                    literal(c);
                }
            }
        }

        private void literal(char c) throws AmbiguousPathException {
            if (c >= 128) {
                throw new AmbiguousPathException(
                        "the path holds a character that is neither ASCII nor percent-encoded");
            }
            if (c == '#' || c == '?') {
                throw new AmbiguousPathException("the path holds a '" + c + "'");
            }
            if (c == ' ') {
                throw new AmbiguousPathException("the path holds a space");
            }
            refuseUnsafe(c);
            parameters |= c == ';';
            decoded(c);
            if (PLAIN[c] || c == '.' || c == ';') {
                forwarded.append(c);
            } else {
                escaped(c);
            }
        }

        private void escape(int b) throws AmbiguousPathException {
            if (b == '.') {
                throw new AmbiguousPathException("the path holds an encoded dot");
            }
            refuseUnsafe(b);
            if (b == '/' || b == '%') {
                encodedSlash = true;
                decoded('%');
                decoded(HEX[b >> 4]);
                decoded(HEX[b & 15]);
            } else {
                // Servers that decode before they look for parameters, or sit behind one that does, cut off here.
                parameters |= b == ';';
                decoded(b);
            }
            if (b < 128 && UNRESERVED[b]) {
                forwarded.append((char) b);
            } else {
                escaped(b);
            }
        }

        private void decoded(int b) {
            bytes[length++] = (byte) b;
        }

        private void escaped(int b) {
            forwarded.append('%').append(HEX[b >> 4]).append(HEX[b & 15]);
        }

        private static void refuseUnsafe(int c) throws AmbiguousPathException {
            if (c < 0x20 || c == 0x7f) {
                throw new AmbiguousPathException("the path holds a control character");
            }
            if (c == '\\') {
                throw new AmbiguousPathException("the path holds a backslash");
            }
        }

        String text() throws AmbiguousPathException {
            String decoded = utf8(bytes, length);
            int name = decoded.indexOf(';') < 0 ? decoded.length() : decoded.indexOf(';');
            if (name > 0 && name <= 2 && "..".startsWith(decoded.substring(0, name))) {
                throw new AmbiguousPathException("the path holds a dot segment");
            }
            return decoded;
        }

        private static String utf8(byte[] bytes, int length) throws AmbiguousPathException {
            try {
                CharBuffer chars = StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)
                        .decode(ByteBuffer.wrap(bytes, 0, length));
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
