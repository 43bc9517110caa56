package io.gatehouse.http.exchange;

import io.gatehouse.http.codec.FieldLines;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A call by gRPC-Web, which browsers make by any version of HTTP: the trailers of its response stand in the body, and all of the body may be
 * base64. Hosts of HTTP/2 get it as a call by gRPC. Used on the I/O thread of its exchange only.
 */
public final class GrpcWebCall {

    private static final String TYPE = "application/grpc-web";
    private static final String TEXT = "-text";
    private static final HttpString ALLOW_ORIGIN = new HttpString("Access-Control-Allow-Origin");
    private static final HttpString EXPOSE = new HttpString("Access-Control-Expose-Headers");
    private static final String EXPOSED = "grpc-status, grpc-message, grpc-status-details-bin";

    private final boolean text;
    private final String format;
    private boolean translated;

    private GrpcWebCall(boolean text, String format) {
        this.text = text;
        this.format = format;
    }

    /** The call that a request with this content type is; null if it is none. */
    static @Nullable GrpcWebCall of(@Nullable String contentType) {
        if (contentType == null || !contentType.regionMatches(true, 0, TYPE, 0, TYPE.length())) {
            return null;
        }
        String rest = contentType.substring(TYPE.length()).toLowerCase(Locale.ROOT);
        boolean text = rest.startsWith(TEXT);
        String format = text ? rest.substring(TEXT.length()) : rest;
        return format.isEmpty() || "+; ".indexOf(format.charAt(0)) >= 0 ? new GrpcWebCall(text, format) : null;
    }

    /** Makes its request one by gRPC: its type, and where it is base64, whose content is shorter, its length. */
    public void translate(FieldLines request) {
        if (translated) {
            return;
        }
        translated = true;
        request.put(Headers.CONTENT_TYPE, GrpcCall.TYPE + format);
        if (text) {
            request.remove(Headers.CONTENT_LENGTH);
            request.put(Headers.TRANSFER_ENCODING, "chunked");
        }
    }

    /** Whether its host gets a call by gRPC. */
    public boolean isTranslated() {
        return translated;
    }

    /** Whether bodies are base64. */
    public boolean isText() {
        return text;
    }

    /** The type of its response where a host has said this one of gRPC. */
    public String responseType(String grpc) {
        return TYPE + (text ? TEXT : "") + grpc.substring(GrpcCall.TYPE.length());
    }

    /** The type of a response that has no body. */
    String responseType() {
        return responseType(GrpcCall.TYPE + format);
    }

    /** Has pages that may read the response see what the call has come to. */
    static void expose(FieldLines response) {
        if (response.contains(ALLOW_ORIGIN)) {
            String others = response.first(EXPOSE);
            response.put(EXPOSE, others == null || others.isEmpty() ? EXPOSED : others + ", " + EXPOSED);
        }
    }
}
