package io.gatehouse.app.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON that the hosts of the demonstration answer with. */
final class EchoResponse {

    private static final ObjectWriter JSON = new ObjectMapper().writerWithDefaultPrettyPrinter();

    /** What the gateway writes or passes on; credentials are left out. */
    private static final List<String> HEADERS_THAT_MATTER = List.of(
            "Host",
            "User-Agent",
            "Accept",
            "Content-Type",
            "Via",
            "Forwarded",
            "X-Forwarded-For",
            "X-Forwarded-Proto",
            "X-Forwarded-Host",
            "X-Gateway-Tenant",
            "X-Gateway-Application",
            "X-Gateway-Package",
            "X-Gateway-Key-Id",
            "traceparent");

    private EchoResponse() {}

    /** What the host saw of a request. */
    static byte[] of(String host, HttpExchange exchange, long bodyBytes) {
        Headers headers = exchange.getRequestHeaders();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("host", host);
        answer.put("method", exchange.getRequestMethod());
        answer.put("path", exchange.getRequestURI().toString());
        answer.put("request_id", headers.getFirst("X-Request-Id"));
        answer.put("body_bytes", bodyBytes);
        Map<String, List<String>> shown = new LinkedHashMap<>();
        for (String name : HEADERS_THAT_MATTER) {
            List<String> values = headers.get(name);
            if (values != null) {
                shown.put(name, values);
            }
        }
        answer.put("headers", shown);
        return bytes(answer);
    }

    /** How a host is. */
    static byte[] condition(String host, boolean sick) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("host", host);
        answer.put("sick", sick);
        return bytes(answer);
    }

    private static byte[] bytes(Map<String, Object> answer) {
        try {
            return (JSON.writeValueAsString(answer) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps, lists and texts can always be written", e);
        }
    }
}
