package io.gatehouse.domain.upstream;

import java.net.InetAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request for tests of strategies: what it says of its caller, and headers by lower-case name. */
public record TestBalancedRequest(
        String tenant, @Nullable String keyName, @Nullable String userId, Map<String, String> headers)
        implements BalancedRequest {

    /** A GET of nobody in particular. */
    public static final BalancedRequest GET = new TestBalancedRequest("", null, null, Map.of());

    /** A GET of this user with a key of tenant {@code acme}. */
    public static BalancedRequest of(String user) {
        return new TestBalancedRequest("acme", "acme/shop/web", user, Map.of());
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String apiPath() {
        return "/items";
    }

    @Override
    public InetAddress clientAddress() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(java.util.Locale.ROOT));
    }

    @Override
    public @Nullable String cookie(String name) {
        return null;
    }
}
