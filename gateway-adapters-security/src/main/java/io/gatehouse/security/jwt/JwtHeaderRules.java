package io.gatehouse.security.jwt;

import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict.Bad;
import io.gatehouse.security.claims.Refusals;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token's header may say. It is read before anything is proved, so it decides nothing but which of the configured
 * keys is tried: keys and addresses of keys in it ({@code jwk}, {@code jku}, {@code x5c}, {@code x5u}) are not looked at.
 */
final class JwtHeaderRules {

    private static final String PREFIX = "application/";
    private static final Set<String> TYPES = Set.of(PREFIX + "jwt", PREFIX + "at+jwt");
    private static final int LONGEST_KEY_ID = 256;

    private JwtHeaderRules() {}

    /** Why the token cannot be accepted; null if its signature may be looked at. */
    static @Nullable Bad refusal(Map<String, Object> header, TokenIssuer.Signed issuer) {
        if (!(header.get("alg") instanceof String algorithm)
                || !issuer.algorithms().contains(algorithm)) {
            return Refusals.ALGORITHM;
        }
        if (header.containsKey("crit") || header.containsKey("b64")) {
            return Refusals.EXTENSION;
        }
        if (header.containsKey("typ") && !isAccepted(header.get("typ"))) {
            return Refusals.TYPE;
        }
        boolean named = header.containsKey("kid");
        return named && !(header.get("kid") instanceof String id && id.length() <= LONGEST_KEY_ID)
                ? Refusals.UNKNOWN_KEY
                : null;
    }

    /** A media type in any case; "application/" may be left out where there is no other slash (RFC 7515, 4.1.9). */
    private static boolean isAccepted(@Nullable Object type) {
        if (!(type instanceof String text)) {
            return false;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        return TYPES.contains(lower.indexOf('/') < 0 ? PREFIX + lower : lower);
    }
}
