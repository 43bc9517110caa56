package io.gatehouse.app.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code {"method", "path", "headers": {..}, "ip", "as", "user", "groups": [..], "certificate"}}; a header is a text, or a list of texts for
 * several lines.
 */
final class DescribedRequest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final List<String> KEYS =
            List.of("method", "path", "headers", "ip", "as", "user", "groups", "certificate");

    private DescribedRequest() {}

    static LiteralRequest read(byte[] body) throws UnusableRequest {
        JsonNode root = tree(body);
        if (!root.isObject()) {
            throw new UnusableRequest(
                    "the body is not a JSON object (expected {\"method\": \"GET\", \"path\": \"/\"})");
        }
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            if (!KEYS.contains(entry.getKey())) {
                throw new UnusableRequest("the body holds something else than " + String.join(", ", KEYS));
            }
        }
        String ip = text(root, "ip");
        return LiteralRequest.of(
                        needed(root, "method"),
                        needed(root, "path"),
                        headers(root.get("headers")),
                        ip == null ? LiteralRequest.USUAL_PEER : ip,
                        NamedCaller.of(text(root, "as"), text(root, "user"), groups(root.get("groups"))))
                .certified(text(root, "certificate"));
    }

    /** The parser's own messages quote the body, which may hold credentials: only the place is reported. */
    private static JsonNode tree(byte[] body) throws UnusableRequest {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            String place = at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
            throw new UnusableRequest("the body is not JSON" + place);
        } catch (IOException e) {
            throw new UnusableRequest("the body is not JSON");
        }
    }

    private static List<String> headers(@Nullable JsonNode node) throws UnusableRequest {
        var lines = new ArrayList<String>();
        if (node == null) {
            return lines;
        }
        if (!node.isObject()) {
            throw new UnusableRequest("headers is not an object (expected {\"Name\": \"value\"})");
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            for (JsonNode value : entry.getValue().isArray() ? entry.getValue() : List.of(entry.getValue())) {
                if (!value.isTextual()) {
                    throw new UnusableRequest("a header is neither a text nor a list of texts");
                }
                if (entry.getKey().indexOf(':') >= 0) {
                    throw new UnusableRequest("the name of header " + (lines.size() + 1) + " holds a colon");
                }
                lines.add(entry.getKey() + ": " + value.textValue());
            }
        }
        return lines;
    }

    private static @Nullable List<String> groups(@Nullable JsonNode node) throws UnusableRequest {
        if (node == null) {
            return null;
        }
        var groups = new ArrayList<String>();
        for (JsonNode group : node) {
            groups.add(group.isTextual() ? group.textValue() : "");
        }
        if (!node.isArray()) {
            throw new UnusableRequest("groups is not a list of texts");
        }
        return groups;
    }

    private static String needed(JsonNode root, String key) throws UnusableRequest {
        String value = text(root, key);
        if (value == null) {
            throw new UnusableRequest(key + " is missing");
        }
        return value;
    }

    private static @Nullable String text(JsonNode root, String key) throws UnusableRequest {
        JsonNode node = root.get(key);
        if (node != null && !node.isTextual()) {
            throw new UnusableRequest(key + " is not a text");
        }
        return node == null ? null : node.textValue();
    }
}
