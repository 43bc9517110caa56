package io.gatehouse.http.exchange;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.http.codec.FieldLines;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What a refusal looks like: status, headers and body in the configured format. Everything in a body passes through the JSON
 * writer's escaping. Safe for concurrent use.
 */
public final class ErrorResponse {

    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] NO_BODY = {};
    private static final int USUAL_SIZE = 256;

    private final ErrorFormat format;
    private final GatewayClock clock;
    private final GrpcRefusals byGrpc = new GrpcRefusals();

    /** The shape of error bodies; {@link #PROBLEM} unless configured otherwise. */
    public enum ErrorFormat {
        /** RFC 9457 {@code application/problem+json} with {@code code} and {@code request_id}. */
        PROBLEM,
        /** The envelope of the SOAJS controller, for clients that were written against it. */
        SOAJS
    }

    public ErrorResponse(ErrorFormat format, GatewayClock clock) {
        this.format = format;
        this.clock = clock;
    }

    /** The calls by gRPC that were refused. */
    public GrpcRefusals byGrpc() {
        return byGrpc;
    }

    /** Sets status and headers of a response that has not begun, and hands back the body that belongs to them; none for calls by gRPC. */
    byte[] prepare(GatewayExchange exchange, Refusal refusal) {
        FieldLines headers = exchange.response();
        if (exchange.isGrpc()) {
            exchange.http().setStatusCode(StatusCodes.OK);
            GatewayHeaders.put(refusal.headers(), headers);
            GrpcWebCall web = exchange.grpcWeb();
            headers.put(Headers.CONTENT_TYPE, web == null ? GrpcCall.TYPE : web.responseType());
            GrpcCall.Status status = GrpcCall.status(refusal);
            GrpcCall.refuse(headers, status, refusal);
            byGrpc.refused(status);
            return NO_BODY;
        }
        byte[] body;
        if (format == ErrorFormat.SOAJS) {
            SoajsError error = SoajsError.of(exchange, refusal);
            exchange.http().setStatusCode(error.status());
            body = soajs(error, refusal);
        } else {
            exchange.http().setStatusCode(refusal.status());
            body = problem(refusal, exchange.requestId());
        }
        GatewayHeaders.put(refusal.headers(), headers);
        headers.put(
                Headers.CONTENT_TYPE, format == ErrorFormat.SOAJS ? "application/json" : "application/problem+json");
        headers.put(Headers.CACHE_CONTROL, "no-store");
        headers.put(Headers.CONTENT_LENGTH, Integer.toString(body.length));
        return body;
    }

    private static byte[] problem(Refusal refusal, String requestId) {
        return write(json -> {
            Rejection rejection = refusal.rejection();
            json.writeStringField("type", "urn:gatehouse:error:" + rejection.code());
            json.writeStringField("title", rejection.safeMessage());
            json.writeNumberField("status", refusal.status());
            if (refusal.detail() != null) {
                json.writeStringField("detail", refusal.detail());
            }
            json.writeStringField("code", rejection.code());
            json.writeStringField("request_id", requestId);
        });
    }

    /** Only what is under maintenance tells the time, as with the controller. */
    private byte[] soajs(SoajsError error, Refusal refusal) {
        return write(json -> {
            json.writeBooleanField("result", false);
            if (refusal.rejection() == Rejection.MAINTENANCE) {
                json.writeNumberField("ts", clock.epochMillis());
            }
            json.writeObjectFieldStart("errors");
            json.writeArrayFieldStart("codes");
            json.writeNumber(error.code());
            json.writeEndArray();
            json.writeArrayFieldStart("details");
            json.writeStartObject();
            json.writeNumberField("code", error.code());
            json.writeStringField("message", error.message());
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static byte[] write(Fields fields) {
        var bytes = new ByteArrayOutputStream(USUAL_SIZE);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            fields.writeTo(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    @FunctionalInterface
    private interface Fields {
        void writeTo(JsonGenerator json) throws IOException;
    }
}
