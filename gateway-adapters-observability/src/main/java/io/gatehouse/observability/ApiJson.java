package io.gatehouse.observability;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of what is shown: names in snake case, absent values left out, times with milliseconds, durations in milliseconds; in ASCII, as callers' texts are in
 * it, and a terminal acts upon some characters beyond.
 */
public final class ApiJson {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .defaultPropertyInclusion(JsonInclude.Value.ALL_NON_NULL)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final double NANOS_A_MICRO = 1_000;

    private record Problem(String type, String title, int status, String detail) {}

    private ApiJson() {}

    /** A value as JSON: a record, a map, a list. */
    public static byte[] bytes(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not to be written as JSON: " + value.getClass(), e);
        }
    }

    /** A response of the admin port. */
    public static AdminResponse ok(Object value) {
        return new AdminResponse(200, "application/json", bytes(value));
    }

    /** An error as RFC 9457 problem details. */
    public static AdminResponse problem(int status, String title, String detail) {
        return new AdminResponse(
                status, "application/problem+json", bytes(new Problem("about:blank", title, status, detail)));
    }

    /** What was asked for makes no sense. */
    public static AdminResponse badRequest(String detail) {
        return problem(400, "Bad Request", detail);
    }

    /** What to say of a parameter that means nothing here, as a misspelt condition would show everything; null if there is none. */
    public static @Nullable AdminResponse unknownParameter(AdminRequest request, String... known) {
        return Set.of(known).containsAll(request.query().keySet())
                ? null
                : badRequest("an unknown parameter (expected "
                        + (known.length == 0 ? "none" : "some of " + String.join(", ", known)) + ")");
    }

    /** There is no such thing. */
    public static AdminResponse notFound(String detail) {
        return problem(404, "Not Found", detail);
    }

    /** A time as it is shown, of milliseconds since the epoch. */
    public static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }

    /** A duration as it is shown. */
    public static double millis(long nanos) {
        return Math.round(Math.max(0, nanos) / NANOS_A_MICRO) / 1_000.0;
    }
}
