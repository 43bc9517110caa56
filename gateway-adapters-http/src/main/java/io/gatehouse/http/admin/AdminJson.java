package io.gatehouse.http.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatehouse.domain.admin.AdminResponse;
import io.undertow.util.StatusCodes;

/** Makes responses of the admin server in JSON: names in snake case, absent values left out; in ASCII, as a terminal acts upon some characters beyond. */
public final class AdminJson {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .defaultPropertyInclusion(JsonInclude.Value.ALL_NON_NULL)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    /** RFC 9457 problem details. */
    private record Details(String type, String title, int status, String detail) {}

    private AdminJson() {}

    /** A value as JSON: a record, a map, a list. */
    public static AdminResponse response(int status, Object value) {
        return new AdminResponse(status, "application/json", bytes(value));
    }

    /** An error as RFC 9457 problem details. */
    public static AdminResponse problem(int status, String detail) {
        var details = new Details("about:blank", StatusCodes.getReason(status), status, detail);
        return new AdminResponse(status, "application/problem+json", bytes(details));
    }

    private static byte[] bytes(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not to be written as JSON: " + value.getClass(), e);
        }
    }
}
