package io.gatehouse.benchmarks;

import io.gatehouse.domain.request.IncomingRequest;
import io.gatehouse.domain.request.RequestHeaders;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A GET request of a path, from loopback, with a key and a bearer token. */
record KeyedRequest(String rawPath, InetAddress peer, RequestHeaders headers) implements IncomingRequest {

    KeyedRequest(String rawPath, String key, String token) {
        this(
                rawPath,
                InetAddress.getLoopbackAddress(),
                new Lines(Map.of("key", key, "authorization", "Bearer " + token)));
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

    private record Lines(Map<String, String> byName) implements RequestHeaders {
        @Override
        public @Nullable String first(String name) {
            return byName.get(name.toLowerCase(Locale.ROOT));
        }

        @Override
        public List<String> all(String name) {
            String value = first(name);
            return value == null ? List.of() : List.of(value);
        }
    }
}
