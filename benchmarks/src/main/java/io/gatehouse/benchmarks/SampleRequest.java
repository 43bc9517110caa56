package io.gatehouse.benchmarks;

import io.gatehouse.domain.request.IncomingRequest;
import io.gatehouse.domain.request.RequestHeaders;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A GET request of a path, from loopback, without headers that mean anything to the gateway. */
record SampleRequest(String rawPath, InetAddress peer) implements IncomingRequest {

    private static final RequestHeaders NONE = new NoHeaders();

    SampleRequest(String rawPath) {
        this(rawPath, InetAddress.getLoopbackAddress());
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

    @Override
    public RequestHeaders headers() {
        return NONE;
    }

    private static final class NoHeaders implements RequestHeaders {
        @Override
        public @Nullable String first(String name) {
            return null;
        }

        @Override
        public List<String> all(String name) {
            return List.of();
        }
    }
}
