package io.gatehouse.http.codec;

import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.Protocols;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The head of a client's request: what two readers could take for two things is refused, and nothing is mended.
 *
 * <p>Forgiven are a few empty lines in front (RFC 9112, 2.2). All lines end in CRLF; names and methods are tokens, methods that everybody
 * knows spelled in capitals, values hold no
 * control character; no line is folded; there is one Host; how the body ends is said once. A target is a path, a URL for the
 * host that Host names, or {@code *}; all visible ASCII characters may stand in it but {@code #}.
 *
 * <p>After a flaw it reads on as far as there are lines, so that whoever answers knows method and Origin. Reused by its I/O thread.
 */
public final class RequestHeadParser extends ReadFields {

    /** There is more to come. */
    public static final int INCOMPLETE = 0;

    /** It is refused, see {@link #flaw}. */
    public static final int REFUSED = -1;

    /** The length of a body that is not given beforehand, or of none. */
    public static final long UNKNOWN = -1;

    private static final int MOST_EMPTY_LINES = 4;

    private static final Set<HttpString> METHODS = Set.of(
            Methods.GET,
            Methods.HEAD,
            Methods.POST,
            Methods.PUT,
            Methods.PATCH,
            Methods.DELETE,
            Methods.OPTIONS,
            Methods.TRACE,
            Methods.CONNECT);

    private static final byte[] VERSION = "HTTP/1.1\r\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final int MAJOR = 5;
    private static final int MINOR = 7;

    private final HeadLimits limits;
    private final KnownBytes<HttpString> knownNames = KnownBytes.names();
    /** Of a few thousand callers each has a key and a token. */
    private final KnownBytes<String> knownTexts = KnownBytes.texts(13);

    private final KnownLines lines = new KnownLines();

    private final RequestTarget target = new RequestTarget();
    private HttpString method = HttpString.EMPTY;
    private HttpString protocol = Protocols.HTTP_1_1;
    private final RequestFields fields = new RequestFields();
    private @Nullable Refusal flaw;

    public RequestHeadParser(HeadLimits limits) {
        super(limits.headers());
        this.limits = limits;
    }

    /** Reads a head that begins with the first of so many bytes; how many it has, or {@link #INCOMPLETE}, or {@link #REFUSED}. */
    public int read(byte[] bytes, int have) {
        reset();
        int line = emptyLines(bytes, have);
        int headers = line < 0 ? line : requestLine(bytes, line, have);
        int end = headers < 0 ? headers : headers(bytes, headers, have);
        if (flaw == null && (end < 0 ? have >= limits.bytes() : end > limits.bytes())) {
            flaw = headers < 0
                    ? Refusal.of(Rejection.TARGET_TOO_LONG, "it has more than " + limits.target() + " bytes")
                    : Refusal.of(Rejection.HEAD_TOO_LARGE, "it has more than " + limits.bytes() + " bytes");
        }
        if (flaw == null && end > 0) {
            flaw = fields.flaw(target, http11());
        }
        if (flaw != null) {
            return REFUSED;
        }
        return Math.max(INCOMPLETE, end);
    }

    private void reset() {
        method = HttpString.EMPTY;
        protocol = Protocols.HTTP_1_1;
        target.reset();
        forgetAll();
        fields.reset();
        flaw = null;
    }

    private void malformed(String detail) {
        refuse(Refusal.of(Rejection.MALFORMED_REQUEST, detail));
    }

    /** Remembers what is wrong, if something is; the first thing, if there are several. */
    private void refuse(@Nullable Refusal why) {
        flaw = flaw == null ? why : flaw;
    }

    private int emptyLines(byte[] bytes, int have) {
        int at = 0;
        while (at < have && bytes[at] == '\r') {
            if (at + 1 < have && bytes[at + 1] != '\n') {
                malformed("a line ends in a carriage return alone");
            } else if (at >= 2 * MOST_EMPTY_LINES) {
                malformed("there are too many empty lines before the request");
            }
            if (flaw != null || at + 1 == have) {
                return -1;
            }
            at += 2;
        }
        return at;
    }

    /** Reads a request line; where the next line begins, negative if there is none yet. */
    private int requestLine(byte[] bytes, int from, int have) {
        int to = from;
        while (to < have && Tokens.isTokenChar(bytes[to])) {
            to++;
        }
        if (to == have) {
            return -1;
        }
        if (to == from || bytes[to] != ' ') {
            malformed("the method is not a token");
            return nextLine(bytes, to, have);
        }
        HttpString named = knownNames.of(bytes, from, to);
        if (isMethodInAnotherCase(bytes, from, to, named)) {
            malformed("the method is not spelled in capitals");
            return nextLine(bytes, to, have);
        }
        method = named;
        int end = target.scan(bytes, to + 1, have);
        if (end - to - 1 > limits.target()) {
            refuse(Refusal.of(Rejection.TARGET_TOO_LONG, "it has more than " + limits.target() + " bytes"));
            return nextLine(bytes, end, have);
        }
        if (end == have) {
            return -1;
        }
        String wrong = target.read(bytes, to + 1, end, method);
        boolean ended = bytes[end] == ' ';
        int next = ended ? version(bytes, end + 1, have) : nextLine(bytes, end, have);
        if (wrong != null && (!ended || next >= 0)) {
            malformed(wrong);
        } else if (next >= 0 && target.parameters() > limits.parameters()) {
            refuse(Refusal.of(
                    Rejection.TARGET_TOO_LONG, "its query has more than " + limits.parameters() + " parameters"));
        }
        return next;
    }

    /**
     * Whether it is spelled almost like a method that everybody knows (RFC 9110, 9.1: they are case-sensitive): some readers would take it
     * for that one, as an {@link HttpString} does, and others not.
     */
    private static boolean isMethodInAnotherCase(byte[] bytes, int from, int to, HttpString named) {
        for (int i = from; i < to; i++) {
            if (bytes[i] >= 'a' && bytes[i] <= 'z') {
                return METHODS.contains(named);
            }
        }
        return false;
    }

    /** The same of one that came by HTTP/2. */
    static boolean isMethodInAnotherCase(String method) {
        return !method.equals(method.toUpperCase(Locale.ROOT)) && METHODS.contains(new HttpString(method));
    }

    private int version(byte[] bytes, int from, int have) {
        int to = Math.min(have, from + VERSION.length);
        for (int i = from; i < to; i++) {
            byte expected = VERSION[i - from];
            boolean digit = (i - from == MAJOR || i - from == MINOR) && bytes[i] >= '0' && bytes[i] <= '9';
            if (bytes[i] != expected && !digit) {
                malformed("the request line does not end in the version of HTTP");
                return nextLine(bytes, i, have);
            }
        }
        if (to - from < VERSION.length) {
            return -1;
        }
        if (bytes[from + MAJOR] != '1' || bytes[from + MINOR] > '1') {
            protocol = new HttpString(bytes, from, MINOR + 1);
            flaw = Refusal.of(Rejection.HTTP_VERSION_NOT_SUPPORTED);
        } else if (bytes[from + MINOR] == '0') {
            protocol = Protocols.HTTP_1_0;
        }
        return to;
    }

    /** Reads header lines; where the body begins, negative if they are not all there. */
    private int headers(byte[] bytes, int from, int have) {
        int at = from;
        while (at >= 0 && at < have && bytes[at] != '\r') {
            at = header(bytes, at, have);
        }
        if (at < 0 || at + 1 >= have) {
            return -1;
        }
        if (bytes[at + 1] != '\n') {
            malformed("a line ends in a carriage return alone");
            return -1;
        }
        return at + 2;
    }

    /** Reads one header line; where the next begins, negative if there is none yet. */
    private int header(byte[] bytes, int from, int have) {
        int known = lines.find(bytes, from, have, count);
        if (known > 0) {
            take(lines.name(), lines.value());
            return from + known;
        }
        int colon = from;
        while (colon < have && Tokens.isTokenChar(bytes[colon])) {
            colon++;
        }
        if (colon == have) {
            return -1;
        }
        if (colon == from || bytes[colon] != ':') {
            malformed(flawOfName(bytes, from, colon));
            return nextLine(bytes, colon, have);
        }
        int first = colon + 1;
        while (first < have && isBlank(bytes[first])) {
            first++;
        }
        int end = Tokens.control(bytes, first, have);
        if (end + 1 >= have && (end == have || bytes[end] == '\r')) {
            return -1;
        }
        if (bytes[end] != '\r' || bytes[end + 1] != '\n') {
            malformed(flawOfValue(bytes[end]));
            return nextLine(bytes, end, have);
        }
        int last = end;
        while (last > first && isBlank(bytes[last - 1])) {
            last--;
        }
        HttpString name = knownNames.of(bytes, from, colon);
        String value = knownTexts.of(bytes, first, last);
        lines.read(bytes, from, end + 2, name, value);
        take(name, value);
        return end + 2;
    }

    private static String flawOfName(byte[] bytes, int from, int stop) {
        if (isBlank(bytes[stop])) {
            return stop == from ? "a header line is folded" : "white space stands before the colon of a header";
        }
        return "a header's name is not a token";
    }

    private static String flawOfValue(byte control) {
        return switch (control) {
            case '\r' -> "a line ends in a carriage return alone";
            case '\n' -> "a line ends in a line feed alone";
            default -> "a header holds a control character";
        };
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    /** Where the line behind this one begins, whatever ends this one; negative if there is none yet. */
    private static int nextLine(byte[] bytes, int from, int have) {
        int at = from;
        while (at < have && bytes[at] != '\n') {
            at++;
        }
        return at < have ? at + 1 : -1;
    }

    private void take(HttpString name, String value) {
        if (count == limits.headers()) {
            refuse(Refusal.of(Rejection.HEAD_TOO_LARGE, "it has more than " + count + " headers"));
            return;
        }
        keep(name, value);
        refuse(fields.add(name, value));
    }

    /** Why it is refused; null if it is not. */
    public @Nullable Refusal flaw() {
        return flaw;
    }

    /** The method; empty if there is none that can be read. */
    public HttpString method() {
        return method;
    }

    /** The path as it was sent, {@code /} where a URL has none, or {@code *}; {@code /} if there is none that can be read. */
    public String path() {
        return target.path();
    }

    /** The query as it was sent; null if there is none. */
    public @Nullable String query() {
        return target.query();
    }

    /** The version that the client speaks; HTTP/1.1 if there is none that can be read. */
    public HttpString protocol() {
        return protocol;
    }

    private boolean http11() {
        return protocol.equals(Protocols.HTTP_1_1);
    }

    /** The Content-Length, or {@link #UNKNOWN}. */
    public long length() {
        return fields.length();
    }

    public boolean chunked() {
        return fields.chunked();
    }

    /** Whether the client wants to send another request on this connection. */
    public boolean persistent() {
        return fields.persistent(http11());
    }
}
