package io.gatehouse.benchmarks;

import io.gatehouse.domain.request.IncomingRequest;
import io.gatehouse.domain.request.RequestHeaders;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A GET request of a path, from loopback unless said otherwise, without headers or with a key and a bearer token. */
record SampleRequest(String rawPath, InetAddress peer, RequestHeaders headers) implements IncomingRequest {

    SampleRequest(String rawPath) {
        this(rawPath, InetAddress.getLoopbackAddress());
    }

    SampleRequest(String rawPath, InetAddress peer) {
        this(rawPath, peer, new Lines(List.of()));
    }

    SampleRequest(String rawPath, String key, String token) {
        this(
                rawPath,
                InetAddress.getLoopbackAddress(),
                new Lines(List.of(Map.entry("key", key), Map.entry("authorization", "Bearer " + token))));
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String rawQuery() {
        return "page=2";
    }

    @Override
    public String authority() {
        return SampleRegistry.HOST + ":8080";
    }

    @Override
    public boolean secure() {
        return false;
    }

    /** As cheap as the headers of a real server, so that what is measured is the gateway. */
    private record Lines(List<Map.Entry<String, String>> all) implements RequestHeaders {
        @Override
        public @Nullable String first(String name) {
            for (Map.Entry<String, String> line : all) {
                if (line.getKey().equalsIgnoreCase(name)) {
                    return line.getValue();
                }
            }
            return null;
        }

        @Override
        public List<String> all(String name) {
            String value = first(name);
            return value == null ? List.of() : List.of(value);
        }
    }
}
