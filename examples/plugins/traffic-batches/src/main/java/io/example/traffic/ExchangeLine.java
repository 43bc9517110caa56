package io.example.traffic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.gatehouse.domain.traffic.ExchangeRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One exchange as a line of JSON, without what is not known of it. */
final class ExchangeLine {

    /** ASCII only: whatever clients send, half characters included, can be written so. */
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final int USUAL_BYTES = 512;
    private static final double NANOS_OF_MILLI = 1_000_000;

    private ExchangeLine() {}

    static byte[] of(ExchangeRecord exchange) throws IOException {
        var bytes = new ByteArrayOutputStream(USUAL_BYTES);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("requestId", exchange.requestId());
            json.writeNumberField("startedMillis", exchange.startedMillis());
            json.writeNumberField("durationMillis", exchange.durationNanos() / NANOS_OF_MILLI);
            json.writeNumberField("status", exchange.status());
            request(json, exchange.request());
            write(json, "service", exchange.matched().service());
            write(json, "version", exchange.matched().version());
            write(json, "route", exchange.matched().route());
            caller(json, exchange.caller());
            write(
                    json,
                    "rejection",
                    exchange.rejection() == null ? null : exchange.rejection().code());
            write(json, "strategy", exchange.decided().strategy());
            json.writeNumberField("bytesIn", exchange.bytesIn());
            json.writeNumberField("bytesOut", exchange.bytesOut());
            write(json, "upstream", exchange.forwarding().upstream());
            json.writeNumberField("attempts", exchange.forwarding().attempts());
            write(json, "upstreamFailure", exchange.forwarding().failure());
            json.writeEndObject();
            json.writeRaw('\n');
        }
        return bytes.toByteArray();
    }

    private static void request(JsonGenerator json, ExchangeRecord.Asked request) throws IOException {
        json.writeStringField("client", request.client());
        json.writeStringField("method", request.method());
        json.writeStringField("path", request.path());
    }

    private static void caller(JsonGenerator json, ExchangeRecord.CalledBy caller) throws IOException {
        write(json, "tenant", caller.tenant());
        write(json, "application", caller.application());
        write(json, "key", caller.key());
        write(json, "package", caller.packageReference());
        write(json, "user", caller.user());
    }

    private static void write(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }
}
