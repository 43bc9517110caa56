package io.gatehouse.http.error;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes the body of a refusal as JSON; everything in it passes through the JSON writer's escaping. */
final class ErrorBody {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int USUAL_SIZE = 256;

    private ErrorBody() {}

    static byte[] problem(Refusal refusal, String requestId) {
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

    static byte[] soajs(Refusal refusal, long nowMillis) {
        return write(json -> {
            int number = refusal.rejection().number();
            String detail = refusal.detail();
            json.writeBooleanField("result", false);
            json.writeNumberField("ts", nowMillis);
            json.writeObjectFieldStart("errors");
            json.writeArrayFieldStart("codes");
            json.writeNumber(number);
            json.writeEndArray();
            json.writeArrayFieldStart("details");
            json.writeStartObject();
            json.writeNumberField("code", number);
            json.writeStringField(
                    "message", detail == null ? refusal.rejection().safeMessage() : detail);
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
