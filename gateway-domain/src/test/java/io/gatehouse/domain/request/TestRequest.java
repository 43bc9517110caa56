package io.gatehouse.domain.request;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** A request for tests, as it would have come over the wire. */
public record TestRequest(
        String method,
        String rawPath,
        @Nullable String rawQuery,
        String authority,
        boolean secure,
        InetAddress peer,
        RequestHeaders headers)
        implements IncomingRequest {

    /** A GET of this path from loopback, without headers. */
    public static TestRequest get(String rawPath) {
        return new TestRequest(
                "GET", rawPath, null, "gateway.example", false, InetAddress.getLoopbackAddress(), HeaderLines.none());
    }

    /** The same with another method. */
    public TestRequest with(String otherMethod) {
        return new TestRequest(otherMethod, rawPath, rawQuery, authority, secure, peer, headers);
    }

    /** The same from another peer with other headers. */
    public TestRequest from(InetAddress otherPeer, RequestHeaders otherHeaders) {
        return new TestRequest(method, rawPath, rawQuery, authority, secure, otherPeer, otherHeaders);
    }

    /** The same for another host. */
    public TestRequest to(String otherAuthority) {
        return new TestRequest(method, rawPath, rawQuery, otherAuthority, secure, peer, headers);
    }
}
