package io.gatehouse.domain.upstream;

import io.gatehouse.configuration.Secret;
import io.gatehouse.domain.service.StickyCookie;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that a cookie may name, drained ones too, each by a keyed hash of its address. Immutable; made anew when hosts change.
 */
final class StickyHosts {

    private static final int HASH_BYTES = 12;

    private final StickyCookie cookie;
    private final Map<String, UpstreamHost> byHash = new HashMap<>();
    private final Map<UpstreamHost, String> headers = new HashMap<>();

    /** Hashes with the secret of the cookie, or with this one where it has none. */
    StickyHosts(StickyCookie cookie, Collection<UpstreamHost> hosts, byte[] ownSecret) {
        this.cookie = cookie;
        Secret secret = cookie.secret();
        byte[] key = secret == null ? ownSecret : secret.reveal().getBytes(StandardCharsets.UTF_8);
        for (UpstreamHost host : hosts) {
            String hash = hash(key, host.address().toString());
            byHash.put(hash, host);
            headers.put(host, header(hash));
        }
    }

    /** The host that the request's cookie names; null if it has none, or that host is gone or unhealthy. */
    @Nullable
    UpstreamHost namedBy(BalancedRequest request) {
        String held = request.cookie(cookie.name());
        return held == null ? null : byHash.get(held);
    }

    /** The value of {@code Set-Cookie} that names this host, without {@code Secure}; null if it is none of these. */
    @Nullable
    String naming(UpstreamHost host) {
        return headers.get(host);
    }

    private String header(String hash) {
        String age = cookie.ttl() == null
                ? ""
                : "; Max-Age=" + Math.max(1, cookie.ttl().toSeconds());
        return cookie.name() + "=" + hash + "; Path=/" + age + "; HttpOnly; SameSite="
                + cookie.sameSite().attribute();
    }

    private static String hash(byte[] key, String address) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            byte[] hash = mac.doFinal(address.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, HASH_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
