package io.gatehouse.discovery.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A response with status 200.
 *
 * @param header the first value of a header, null if it is not there
 * @param body the whole body, not copied: nobody changes it
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; a copy of every body would be for nothing.
public record ApiResponse(Function<String, @Nullable String> header, byte[] body) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The body as JSON, whole. */
    public JsonNode json() throws IOException {
        return json(body);
    }

    /** The items of the body, a list, one after the other: a large one is not laid out as a whole. */
    public void forEach(Consumer<JsonNode> each) throws IOException {
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new ApiFailure("the response is no list");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                each.accept(JSON.readTree(parser));
            }
        }
    }

    /** A line of JSON, whole. */
    public static JsonNode json(byte[] text) throws IOException {
        JsonNode read = JSON.readTree(text);
        if (read == null || !read.isContainerNode()) {
            throw new ApiFailure("the response is empty");
        }
        return read;
    }
}
