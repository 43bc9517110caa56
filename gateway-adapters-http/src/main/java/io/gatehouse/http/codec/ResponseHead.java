package io.gatehouse.http.codec;

import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import org.jspecify.annotations.Nullable;

/**
 * The head of an upstream's response: what can be read in one way only is read, what two readers could take for two things
 * is an error.
 *
 * <p>Forgiven are one empty line in front, lines that all end in LF alone, a missing reason phrase, blanks between a name
 * and its colon, and a Content-Length that is given twice alike; none of that is handed on. Refused are mixed line ends,
 * folded lines, names that are no tokens, control characters, contradicting lengths, Transfer-Encoding beside
 * Content-Length, and any transfer coding but {@code chunked}. Reused by its I/O thread.
 */
public final class ResponseHead extends ReadFields {

    public static final int MOST_HEADERS = 200;

    /** The length of a body that is not given beforehand. */
    public static final long UNKNOWN = -1;

    /** The status of a response whose status line is not all there. */
    public static final int INCOMPLETE = 0;

    /** The status of what is no response. */
    public static final int MALFORMED = -1;

    private static final byte[] PROTOCOL = {'H', 'T', 'T', 'P', '/', '1', '.'};
    private static final int STATUS_LINE = "HTTP/1.1 200".length();

    private final KnownBytes<HttpString> known = KnownBytes.names();
    private final KnownBytes<String> texts = KnownBytes.texts(10);
    private final KnownLines lines = new KnownLines();
    private int status;
    private boolean http11;
    private boolean bareLf;
    private boolean chunked;
    private long length;

    public ResponseHead() {
        super(MOST_HEADERS);
    }

    /** Whether these bytes, or more behind them, can be the beginning of a response. */
    public static boolean mayBegin(byte[] head, int have) {
        int first = emptyLine(head, have);
        for (int i = 0; i < PROTOCOL.length && first + i < have; i++) {
            if (head[first + i] != PROTOCOL[i] && !(i == 0 && first + 1 == have && head[first] == '\r')) {
                return false;
            }
        }
        return true;
    }

    /** Where the first empty line behind {@code from} ends, whichever way lines end; 0 if there is none. An empty line in front is no end. */
    public static int end(byte[] head, int from, int have) {
        for (int lf = Tokens.lineFeed(head, from, have); lf < have; lf = Tokens.lineFeed(head, lf + 1, have)) {
            if (endsEmptyLine(head, lf)) {
                return lf + 1;
            }
        }
        return 0;
    }

    private static boolean endsEmptyLine(byte[] head, int lf) {
        return lf > 0 && (head[lf - 1] == '\n' || (lf > 1 && head[lf - 1] == '\r' && head[lf - 2] == '\n'));
    }

    /** The status of the response that begins here, {@link #INCOMPLETE} or {@link #MALFORMED}; for whoever wants no more of it. */
    public int readStatus(byte[] head, int have) {
        int lf = emptyLine(head, have);
        while (lf < have && head[lf] != '\n') {
            lf++;
        }
        if (lf < have) {
            return behindStatusLine(head, lf + 1) < 0 ? MALFORMED : status;
        }
        return mayBegin(head, have) ? INCOMPLETE : MALFORMED;
    }

    /** Reads the status line; where it ends, or -1 if it is none. */
    private int behindStatusLine(byte[] head, int have) {
        int at = emptyLine(head, have);
        bareLf = endsInBareLf(head, at, have);
        int stop = lineEnd(head, at, have);
        return statusLine(head, at, stop) ? stop + lineEndLength() : -1;
    }

    /** Reads a head of this many bytes, the empty line included; null if it is well-formed, else what is wrong. */
    @Nullable
    public String read(byte[] head, int end) {
        forgetAll();
        chunked = false;
        length = UNKNOWN;
        int at = behindStatusLine(head, end);
        if (at < 0) {
            return "malformed status line";
        }
        while (!isLineEnd(head, at, end)) {
            int known = bareLf ? 0 : lines.find(head, at, end, count);
            int stop = known > 0 ? at + known - lineEndLength() : lineEnd(head, at, end);
            String flaw = stop < 0 ? flawOfLine(head, at) : line(head, at, stop, known > 0);
            if (flaw != null) {
                return flaw;
            }
            at = stop + lineEndLength();
        }
        return chunked ? flawOfChunked() : null;
    }

    private @Nullable String line(byte[] head, int from, int to, boolean known) {
        if (count == MOST_HEADERS) {
            return "more than " + MOST_HEADERS + " header lines";
        }
        if (!known) {
            return header(head, from, to);
        }
        keep(lines.name(), lines.value());
        return framing(lines.name(), lines.value());
    }

    private @Nullable String flawOfChunked() {
        if (length != UNKNOWN) {
            return "both Transfer-Encoding and Content-Length";
        }
        return http11 ? null : "Transfer-Encoding in an HTTP/1.0 response";
    }

    /** Bytes of an empty line in front. */
    private static int emptyLine(byte[] head, int end) {
        if (end > 0 && head[0] == '\n') {
            return 1;
        }
        return end > 1 && head[0] == '\r' && head[1] == '\n' ? 2 : 0;
    }

    private static boolean endsInBareLf(byte[] head, int from, int end) {
        int i = from;
        while (i < end && head[i] != '\n') {
            i++;
        }
        return i > from && head[i - 1] != '\r';
    }

    private boolean statusLine(byte[] head, int from, int stop) {
        if (stop - from < STATUS_LINE) {
            return false;
        }
        for (int i = 0; i < PROTOCOL.length; i++) {
            if (head[from + i] != PROTOCOL[i]) {
                return false;
            }
        }
        byte minor = head[from + 7];
        http11 = minor == '1';
        status = 0;
        for (int i = from + 9; i < from + STATUS_LINE; i++) {
            int digit = head[i] - '0';
            status = digit < 0 || digit > 9 ? -1000 : status * 10 + digit;
        }
        boolean separated = head[from + 8] == ' ' && (stop - from == STATUS_LINE || head[from + STATUS_LINE] == ' ');
        return (http11 || minor == '0') && separated && status >= 100 && status <= 599;
    }

    private int lineEndLength() {
        return bareLf ? 1 : 2;
    }

    private boolean isLineEnd(byte[] head, int at, int end) {
        return bareLf ? at < end && head[at] == '\n' : at + 1 < end && head[at] == '\r' && head[at + 1] == '\n';
    }

    /** Where the line ends, as all lines of this head must; -1 if there is another control character before it. */
    private int lineEnd(byte[] head, int from, int end) {
        int control = Tokens.control(head, from, end);
        return control < end && isLineEnd(head, control, end) ? control : -1;
    }

    private static String flawOfLine(byte[] head, int from) {
        int i = from;
        while (head[i] >= 0x20 || head[i] < 0 || head[i] == '\t') {
            i++;
        }
        boolean lineEnd = head[i] == '\n' || (head[i] == '\r' && head[i + 1] == '\n');
        return lineEnd ? "line ends in CRLF and in LF alone in one head" : "control character in a header line";
    }

    private @Nullable String header(byte[] head, int from, int to) {
        int colon = from;
        while (colon < to && Tokens.isTokenChar(head[colon])) {
            colon++;
        }
        int nameEnd = colon;
        while (colon < to && isBlank(head[colon])) {
            colon++;
        }
        if (nameEnd == from) {
            return isBlank(head[from]) ? "folded header line" : "malformed header name";
        }
        if (colon == to || head[colon] != ':') {
            return "malformed header line";
        }
        int first = colon + 1;
        int last = to;
        while (first < last && isBlank(head[first])) {
            first++;
        }
        while (last > first && isBlank(head[last - 1])) {
            last--;
        }
        HttpString name = known.of(head, from, nameEnd);
        String value = texts.of(head, first, last);
        if (!bareLf) {
            lines.read(head, from, to + lineEndLength(), name, value);
        }
        keep(name, value);
        return framing(name, value);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    private @Nullable String framing(HttpString name, String value) {
        if (FieldLines.isSame(name, Headers.CONTENT_LENGTH)) {
            return contentLength(value);
        }
        if (FieldLines.isSame(name, Headers.TRANSFER_ENCODING)) {
            if (chunked || !value.equalsIgnoreCase("chunked")) {
                return "Transfer-Encoding other than chunked";
            }
            chunked = true;
        }
        return null;
    }

    /** Reads the length that was added last; where it repeats another, it is taken out again (RFC 9110, 8.6). */
    private @Nullable String contentLength(String value) {
        boolean repeats = length != UNKNOWN;
        if (value.indexOf(',') < 0) {
            String flaw = lengthIs(Tokens.parseLength(value));
            count -= repeats ? 1 : 0;
            return flaw;
        }
        for (String one : value.split(",", -1)) {
            String flaw = lengthIs(Tokens.parseLength(one.strip()));
            if (flaw != null) {
                return flaw;
            }
        }
        values[count - 1] = Long.toString(length);
        count -= repeats ? 1 : 0;
        return null;
    }

    private @Nullable String lengthIs(long given) {
        if (given < 0) {
            return "malformed Content-Length";
        }
        boolean contradicts = length != UNKNOWN && length != given;
        length = given;
        return contradicts ? "contradicting Content-Length values" : null;
    }

    /** Begins a head that came by HTTP/2; null if the status is one, else what is wrong. */
    public @Nullable String begin(String given) {
        forgetAll();
        chunked = false;
        http11 = true;
        length = UNKNOWN;
        long number = given.length() == 3 ? Tokens.parseLength(given) : MALFORMED;
        status = (int) number;
        return number >= 100 && number <= 599 && number != 101 ? null : "malformed :status";
    }

    /** Adds a field that came by HTTP/2; null if it is well-formed, else what is wrong. */
    public @Nullable String add(HttpString name, String value) {
        if (!Http2RequestHead.isToken(name)) {
            return "malformed header name";
        }
        if (Http2RequestHead.hasControl(value)) {
            return "control character in a header line";
        }
        if (name.equals(Headers.TRANSFER_ENCODING) || name.equals(Headers.CONNECTION)) {
            return "a header of HTTP/1.1";
        }
        if (count == MOST_HEADERS) {
            return "more than " + MOST_HEADERS + " header lines";
        }
        keep(name, value);
        return framing(name, value);
    }

    public int status() {
        return status;
    }

    public boolean http11() {
        return http11;
    }

    public boolean chunked() {
        return chunked;
    }

    /** The Content-Length, or {@link #UNKNOWN}. */
    public long length() {
        return length;
    }

    /** Has a line say something else. */
    public void value(int i, String instead) {
        values[i] = instead;
    }

    /** The first value of this header; null if there is none. */
    @Nullable
    public String first(HttpString name) {
        if (!mayHave(name)) {
            return null;
        }
        for (int i = 0; i < count; i++) {
            if (names[i].equals(name)) {
                return values[i];
            }
        }
        return null;
    }
}
