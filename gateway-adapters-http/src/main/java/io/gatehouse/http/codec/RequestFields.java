package io.gatehouse.http.codec;

import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import org.jspecify.annotations.Nullable;

/** Those headers of a request that mean something to its connection: who it is for, where its body ends, what comes then. Reused. */
final class RequestFields {

    private String host = "";
    private String goodHost = "";
    private int hosts;
    private int lengths;
    private int codings;
    private long length;
    private boolean awaitsContinue;
    private boolean close;
    private boolean keepAlive;

    void reset() {
        host = "";
        hosts = 0;
        lengths = 0;
        codings = 0;
        length = RequestHeadParser.UNKNOWN;
        awaitsContinue = false;
        close = false;
        keepAlive = false;
    }

    /** Takes one more header; why the request is refused for it, null if it is not. */
    @Nullable
    Refusal add(HttpString name, String value) {
        // Lengths tell most of them apart.
        return switch (name.length()) {
            case 4 -> name.equals(Headers.HOST) ? host(value) : null;
            case 6 -> name.equals(Headers.EXPECT) ? expect(value) : null;
            case 10 -> name.equals(Headers.CONNECTION) ? connection(value) : null;
            case 14 -> name.equals(Headers.CONTENT_LENGTH) ? contentLength(value) : null;
            case 17 -> name.equals(Headers.TRANSFER_ENCODING) ? transferEncoding(value) : null;
            default -> null;
        };
    }

    private @Nullable Refusal host(String value) {
        host = value;
        hosts++;
        return null;
    }

    private @Nullable Refusal expect(String value) {
        awaitsContinue = value.equalsIgnoreCase("100-continue");
        return awaitsContinue ? null : Refusal.of(Rejection.EXPECTATION_FAILED);
    }

    private @Nullable Refusal connection(String value) {
        close |= ConnectionOptions.contains(value, "close");
        keepAlive |= ConnectionOptions.contains(value, "keep-alive");
        return null;
    }

    private @Nullable Refusal contentLength(String value) {
        length = Tokens.parseLength(value);
        if (length < 0) {
            return malformed("the Content-Length is not a length");
        }
        return ++lengths > 1 ? malformed("there is more than one Content-Length") : null;
    }

    private @Nullable Refusal transferEncoding(String value) {
        return ++codings > 1 || !value.equalsIgnoreCase("chunked")
                ? malformed("the only transfer coding is chunked")
                : null;
    }

    /** What is wrong when all headers are there; null if nothing is. */
    @Nullable
    Refusal flaw(RequestTarget target, boolean http11) {
        if (codings > 0 && (lengths > 0 || !http11)) {
            return malformed("Transfer-Encoding must not be used here");
        }
        if (hosts > 1 || (hosts == 0 && http11)) {
            return malformed("there must be one Host header");
        }
        if (hosts == 1 && !isGoodHost()) {
            return malformed("the Host header is not a host");
        }
        return hosts == 1 && !target.isFor(host)
                ? malformed("the request target and the Host header name different hosts")
                : null;
    }

    private boolean isGoodHost() {
        if (!host.equals(goodHost) && HostText.isHost(host)) {
            goodHost = host;
        }
        return host.equals(goodHost) && !host.isEmpty();
    }

    private static Refusal malformed(String detail) {
        return Refusal.of(Rejection.MALFORMED_REQUEST, detail);
    }

    /** The Content-Length, or {@link RequestHeadParser#UNKNOWN}. */
    long length() {
        return length;
    }

    boolean chunked() {
        return codings > 0;
    }

    boolean persistent(boolean http11) {
        return !close && (http11 || keepAlive);
    }
}
