package io.gatehouse.security.jwt;

import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.identity.TokenVerdict.Bad;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.security.claims.ClaimedUser;
import io.gatehouse.security.claims.Refusals;
import io.gatehouse.security.claims.Validity;
import io.gatehouse.security.json.JsonText;
import io.gatehouse.security.key.KeyAnswer;
import io.gatehouse.security.key.KeyLookup;
import io.gatehouse.security.key.VerificationKey;
import io.gatehouse.security.verdict.TokenKey;
import io.gatehouse.security.verdict.VerdictCache;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Verifies signed tokens, in this order: size, form, header, signature, times, issuer, audience, user. Only a good
 * verdict is remembered, for at most as long as the cache's age and never beyond the token's end, not even by the clock
 * skew that a fresh look would still allow.
 */
public final class SignedTokens {

    /** The longest token that is looked at, in characters. */
    public static final int LONGEST = 8192;

    private static final TokenVerdict KEYLESS = new TokenVerdict.Unknown("the key of the settings cannot be used");
    private static final TokenVerdict UNREACHABLE = new TokenVerdict.Unknown("the issuer's keys cannot be had");

    private final VerdictCache verdicts;
    private final Duration age;
    private final GatewayClock clock;

    /** Remembers good verdicts in this cache for this long. */
    public SignedTokens(VerdictCache verdicts, Duration age, GatewayClock clock) {
        this.verdicts = verdicts;
        this.age = age;
        this.clock = clock;
    }

    /** The verdict on a token of which none is remembered; null if keys would have to be waited for, or the signature takes long to check. */
    public @Nullable TokenVerdict atOnce(SignedIssuer issuer, String token) {
        return judge(issuer, new TokenKey(issuer.settings(), token), false);
    }

    /** The verdict; waits for keys if it has to, and takes the time that the signature takes. */
    public TokenVerdict waiting(SignedIssuer issuer, String token) {
        var key = new TokenKey(issuer.settings(), token);
        TokenVerdict known = verdicts.get(key);
        TokenVerdict verdict = known == null ? judge(issuer, key, true) : known;
        return verdict == null ? UNREACHABLE : verdict;
    }

    private @Nullable TokenVerdict judge(SignedIssuer issuer, TokenKey key, boolean mayWait) {
        if (key.token().length() > LONGEST) {
            return Refusals.TOO_LARGE;
        }
        CompactToken token = CompactToken.read(key.token());
        if (token == null) {
            return Refusals.MALFORMED;
        }
        Bad refusal = HeaderRules.refusal(token.header(), issuer.settings());
        if (refusal != null) {
            return refusal;
        }
        KeyLookup keys = issuer.keys().get();
        if (keys == null) {
            return KEYLESS;
        }
        KeyAnswer answer = find(keys, token.header(), mayWait);
        boolean later = answer instanceof KeyAnswer.Found && !mayWait && isSlow(token.header());
        return answer == null || later ? null : judge(issuer.settings(), key, token, answer);
    }

    /** Elliptic signatures take one to seven milliseconds to check, all others a tenth of one at most. */
    private static boolean isSlow(Map<String, Object> header) {
        return String.valueOf(header.get("alg")).startsWith("E");
    }

    private static @Nullable KeyAnswer find(KeyLookup keys, Map<String, Object> header, boolean mayWait) {
        String id = header.get("kid") instanceof String named ? named : null;
        String algorithm = String.valueOf(header.get("alg"));
        return mayWait ? keys.waiting(id, algorithm) : keys.atOnce(id, algorithm);
    }

    private TokenVerdict judge(TokenIssuer.Signed issuer, TokenKey key, CompactToken token, KeyAnswer answer) {
        if (!(answer instanceof KeyAnswer.Found found)) {
            return answer instanceof KeyAnswer.Absent ? Refusals.UNKNOWN_KEY : UNREACHABLE;
        }
        if (!isSigned(token, found.keys())) {
            return Refusals.SIGNATURE;
        }
        Map<String, Object> claims = JsonText.object(token.payloadBytes());
        if (claims == null) {
            return Refusals.CLAIMS;
        }
        Bad refusal = refusal(claims, issuer);
        if (refusal != null) {
            return refusal;
        }
        TokenVerdict verdict = ClaimedUser.read(claims, issuer.claims());
        if (verdict instanceof TokenVerdict.Good) {
            verdicts.put(key, verdict, age, Validity.expiry(claims));
        }
        return verdict;
    }

    private static boolean isSigned(CompactToken token, List<VerificationKey> keys) {
        String algorithm = String.valueOf(token.header().get("alg"));
        byte[] signed = token.signedBytes();
        for (VerificationKey key : keys) {
            if (key.check().holds(algorithm, signed, token.signature())) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Bad refusal(Map<String, Object> claims, TokenIssuer.Signed issuer) {
        if (claims.get("exp") == null) {
            return Refusals.NO_EXPIRY;
        }
        Bad untimely = Validity.times(claims, clock.epochMillis(), issuer.clockSkew());
        if (untimely != null) {
            return untimely;
        }
        if (issuer.issuer() != null && !issuer.issuer().equals(claims.get("iss"))) {
            return Refusals.ISSUER;
        }
        return Validity.isFor(issuer.audience(), claims) ? null : Refusals.AUDIENCE;
    }
}
