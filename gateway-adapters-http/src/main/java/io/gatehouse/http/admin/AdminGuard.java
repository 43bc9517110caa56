package io.gatehouse.http.admin;

import io.gatehouse.configuration.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lets only those use the guarded routes who present the admin token as a bearer token (RFC 6750). On a loopback address
 * whoever can reach the server may use them. On any other without a token nobody may.
 */
final class AdminGuard {

    private static final String SCHEME = "bearer ";

    private final boolean open;
    private final @Nullable Secret token;

    AdminGuard(AdminSettings settings) {
        var address = settings.listen().getAddress();
        open = address != null && address.isLoopbackAddress();
        token = settings.token();
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
            return AdminResponse.problem(403, "this admin route is closed: the gateway has no admin.token");
        }
        return presents(authorization, token) ? null : AdminResponse.problem(401, "the admin token is required");
    }

    private static boolean presents(@Nullable String authorization, Secret token) {
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return false;
        }
        String presented = authorization.substring(SCHEME.length()).strip();
        return MessageDigest.isEqual(presented.getBytes(StandardCharsets.UTF_8), token.bytes());
    }
}
