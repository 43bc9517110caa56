package io.gatehouse.http.proxy;

import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The head of an upstream's answer, read strictly: what two readers could take for two things is an error.
 *
 * <p>Refused are line ends other than CRLF, folded lines, names that are no tokens, control characters, a repeated
 * Content-Length, Transfer-Encoding beside Content-Length, and any transfer coding but {@code chunked}. Reused by its I/O
 * thread.
 */
final class AnswerHead {

    static final int MOST_HEADERS = 200;

    /** The length of a body that is not told beforehand. */
    static final long UNKNOWN = -1;

    private static final int STATUS_LINE = "HTTP/1.1 200".length();

    private final HeaderNames known = new HeaderNames();
    private final HttpString[] names = new HttpString[MOST_HEADERS];
    private final String[] values = new String[MOST_HEADERS];
    private int count;
    private int status;
    private boolean http11;
    private boolean chunked;
    private long length;

    /** Reads a head of this many bytes, the empty line included; null if it is well-formed, else what is wrong. */
    @Nullable
    String read(byte[] head, int end) {
        count = 0;
        chunked = false;
        length = UNKNOWN;
        int at = statusLine(head, end);
        if (at < 0) {
            return "no HTTP/1 status line";
        }
        while (at < end - 2) {
            int stop = lineEnd(head, at, end);
            if (stop < 0) {
                return "a line does not end in CRLF, or holds a control character";
            }
            String flaw = header(head, at, stop);
            if (flaw != null) {
                return flaw;
            }
            at = stop + 2;
        }
        return chunked && (length != UNKNOWN || !http11) ? "Transfer-Encoding where it must not be" : null;
    }

    private int statusLine(byte[] head, int end) {
        if (end < STATUS_LINE + 2 || head[0] != 'H' || head[1] != 'T' || head[2] != 'T' || head[3] != 'P') {
            return -1;
        }
        boolean one = head[4] == '/' && head[5] == '1' && head[6] == '.' && (head[7] == '0' || head[7] == '1');
        http11 = head[7] == '1';
        status = 0;
        for (int i = 9; i < STATUS_LINE; i++) {
            int digit = head[i] - '0';
            status = digit < 0 || digit > 9 ? -1000 : status * 10 + digit;
        }
        boolean separated = head[8] == ' ' && (head[STATUS_LINE] == ' ' || head[STATUS_LINE] == '\r');
        int stop = lineEnd(head, STATUS_LINE, end);
        return one && separated && status >= 100 && status <= 599 && stop >= 0 ? stop + 2 : -1;
    }

    /** Where the line ends: at the CR of a CRLF; -1 if there is another control character before it. */
    private static int lineEnd(byte[] head, int from, int end) {
        for (int i = from; i < end; i++) {
            byte b = head[i];
            if ((b < 0x20 && b >= 0 && b != '\t') || b == 0x7f) {
                return b == '\r' && i + 1 < end && head[i + 1] == '\n' ? i : -1;
            }
        }
        return -1;
    }

    private @Nullable String header(byte[] head, int from, int to) {
        int colon = from;
        while (colon < to && Tokens.isTokenChar(head[colon])) {
            colon++;
        }
        if (colon == from || colon == to || head[colon] != ':') {
            return "a header without a proper name";
        }
        if (count == MOST_HEADERS) {
            return "too many headers";
        }
        int first = colon + 1;
        int last = to;
        while (first < last && (head[first] == ' ' || head[first] == '\t')) {
            first++;
        }
        while (last > first && (head[last - 1] == ' ' || head[last - 1] == '\t')) {
            last--;
        }
        HttpString name = known.of(head, from, colon);
        String value = new String(head, first, last - first, StandardCharsets.ISO_8859_1);
        names[count] = name;
        values[count++] = value;
        return framing(name, value);
    }

    private @Nullable String framing(HttpString name, String value) {
        if (name.equals(Headers.CONTENT_LENGTH)) {
            if (length != UNKNOWN) {
                return "more than one Content-Length";
            }
            length = Tokens.parseLength(value);
            return length < 0 ? "a Content-Length that is no number" : null;
        }
        if (name.equals(Headers.TRANSFER_ENCODING)) {
            if (chunked || !value.equalsIgnoreCase("chunked")) {
                return "a Transfer-Encoding other than chunked";
            }
            chunked = true;
        }
        return null;
    }

    int status() {
        return status;
    }

    boolean http11() {
        return http11;
    }

    boolean chunked() {
        return chunked;
    }

    /** The Content-Length, or {@link #UNKNOWN}. */
    long length() {
        return length;
    }

    int count() {
        return count;
    }

    HttpString name(int i) {
        return names[i];
    }

    String value(int i) {
        return values[i];
    }

    /** The first value of this header; null if there is none. */
    @Nullable
    String first(HttpString name) {
        for (int i = 0; i < count; i++) {
            if (names[i].equals(name)) {
                return values[i];
            }
        }
        return null;
    }
}
