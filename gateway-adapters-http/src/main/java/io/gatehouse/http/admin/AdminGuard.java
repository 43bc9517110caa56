package io.gatehouse.http.admin;

import io.gatehouse.configuration.Secret;
import io.gatehouse.domain.address.AddressLiteral;
import io.gatehouse.domain.admin.AdminResponse;
import io.gatehouse.domain.request.Authority;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the admin server.
 *
 * <p>Lets only those use the guarded routes who present the admin token as a bearer token (RFC 6750). On a loopback address
 * whoever can reach the server may use them. On any other without a token nobody may.
 *
 * <p>A page in a browser on this machine can point a name of its own at 127.0.0.1 and then read our responses as its own (DNS
 * rebinding). Its requests still carry that name, whereas people use an address or {@code localhost}; so a server on a loopback
 * address answers to those only. One on another address is known by names that we cannot guess, so there nothing is refused.
 */
final class AdminGuard {

    private static final String SCHEME = "bearer ";
    private static final HttpString SEC_FETCH_SITE = HttpString.tryFromString("Sec-Fetch-Site");
    /** From a page of this server, or because somebody has typed the address. */
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private final boolean open;
    private final @Nullable Secret token;
    private final String configuredName;

    AdminGuard(AdminSettings settings) {
        var address = settings.listen().getAddress();
        open = address != null && address.isLoopbackAddress();
        token = settings.token();
        configuredName = settings.listen().getHostString().toLowerCase(Locale.ROOT);
    }

    /**
     * Why a guarded route may not be used by a request with this {@code Authorization} header; null if it may. A 401 wants
     * a challenge. Takes the same time for every token of a length.
     */
    @Nullable
    AdminResponse objection(@Nullable String authorization) {
        if (open) {
            return null;
        }
        if (token == null) {
            return AdminJson.problem(403, "this admin route is closed: the gateway has no admin.token");
        }
        return presents(authorization, token) ? null : AdminJson.problem(401, "the admin token is required");
    }

    private static boolean presents(@Nullable String authorization, Secret token) {
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return false;
        }
        String presented = authorization.substring(SCHEME.length()).strip();
        return MessageDigest.isEqual(presented.getBytes(StandardCharsets.UTF_8), token.bytes());
    }

    /** Whether a request with this {@code Host} header is answered; a client without one is no browser. */
    boolean knowsName(@Nullable String hostHeader) {
        if (!open || hostHeader == null) {
            return true;
        }
        return isPlainName(hostHeader) || Authority.host(hostHeader).equals(configuredName);
    }

    /** Whether a {@code Host} header is missing, an address or {@code localhost}. */
    static boolean isPlainName(@Nullable String hostHeader) {
        if (hostHeader == null) {
            return true;
        }
        String name = Authority.host(hostHeader);
        return name.equals("localhost") || isAddress(name);
    }

    private static boolean isAddress(String name) {
        boolean bracketed = name.startsWith("[") && name.endsWith("]") && name.length() > 2;
        return AddressLiteral.parse(bracketed ? name.substring(1, name.length() - 1) : name) != null;
    }

    /**
     * Whether a browser makes a request for a page of another site. Such a page cannot read our responses, but it could have the
     * browser of somebody who may use the admin port send requests; browsers say so in headers that no page can change
     * ({@code Sec-Fetch-Site}, {@code Origin}). What is no browser sends neither.
     */
    static boolean isCrossSite(HeaderMap request) {
        for (String site : values(request, SEC_FETCH_SITE)) {
            if (!OWN_SITE.contains(site)) {
                return true;
            }
        }
        String host = request.getFirst(Headers.HOST);
        for (String origin : values(request, Headers.ORIGIN)) {
            if (!isOwn(origin, host)) {
                return true;
            }
        }
        return false;
    }

    /** Whether an origin is this server's, which may stand behind one that speaks TLS. */
    private static boolean isOwn(String origin, @Nullable String host) {
        String name = origin.toLowerCase(Locale.ROOT);
        return host != null
                && (name.equals("http://" + host.toLowerCase(Locale.ROOT))
                        || name.equals("https://" + host.toLowerCase(Locale.ROOT)));
    }

    private static Iterable<String> values(HeaderMap request, HttpString name) {
        Iterable<String> values = request.get(name);
        return values == null ? Set.of() : values;
    }
}
