package io.gatehouse.security.opaque;

import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.identity.TokenVerdict.Bad;
import io.gatehouse.security.claims.ClaimedUser;
import io.gatehouse.security.claims.Refusals;
import io.gatehouse.security.claims.Validity;
import io.gatehouse.security.json.JsonReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads an introspection answer (RFC 7662, 2.2).
 *
 * <p>Only {@code "active": true} makes a token good, and only an answer that says {@code active} at all makes it bad. A
 * token that ends is refused at its end, without any skew, as it is the provider's own clock that counts. A refresh token
 * is refused, and one that is bound to its sender's key. With an audience configured the answer has to name it.
 */
final class IntrospectionResponse {

    private static final Set<String> TYPES = Set.of("bearer", "access_token");

    private IntrospectionResponse() {}

    static OpaqueTokenResult read(byte[] body, TokenIssuer.Opaque issuer, long now) {
        Map<String, Object> answer = JsonReader.object(body);
        if (answer == null || !(answer.get("active") instanceof Boolean active)) {
            return OpaqueTokenResult.unknown("the introspection endpoint's answer cannot be read");
        }
        if (!active) {
            return OpaqueTokenResult.bad(Refusals.INACTIVE);
        }
        Bad refusal = refusal(answer, issuer, now);
        if (refusal != null) {
            return OpaqueTokenResult.bad(refusal);
        }
        TokenVerdict verdict = ClaimedUser.read(named(answer, issuer.claims()), issuer.claims());
        return new OpaqueTokenResult(verdict, Validity.expiry(answer));
    }

    private static @Nullable Bad refusal(Map<String, Object> answer, TokenIssuer.Opaque issuer, long now) {
        boolean bearer = !(answer.get("token_type") instanceof String type) || TYPES.contains(lower(type));
        if (!bearer || "refresh_token".equals(answer.get("token_use"))) {
            return Refusals.TYPE;
        }
        Bad untimely = Validity.times(answer, now, Duration.ZERO);
        if (untimely != null && !untimely.equals(Refusals.FUTURE)) {
            return untimely;
        }
        return Validity.isFor(issuer.audience(), answer) ? null : Refusals.AUDIENCE;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Where the user's claim is the usual {@code sub}, an endpoint that tells only {@code username} is understood too. */
    private static Map<String, Object> named(Map<String, Object> answer, TokenIssuer.Claims names) {
        if (!names.user().equals("sub") || answer.get("sub") != null) {
            return answer;
        }
        var named = new HashMap<>(answer);
        named.put("sub", answer.get("username"));
        return named;
    }
}
