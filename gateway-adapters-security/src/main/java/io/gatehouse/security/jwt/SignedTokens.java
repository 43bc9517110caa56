package io.gatehouse.security.jwt;

import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.identity.TokenVerdict.Bad;
import io.gatehouse.domain.identity.Verification;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.security.claims.ClaimedUser;
import io.gatehouse.security.claims.Refusals;
import io.gatehouse.security.claims.Validity;
import io.gatehouse.security.json.JsonReader;
import io.gatehouse.security.key.KeyLookup;
import io.gatehouse.security.key.KeyLookupResult;
import io.gatehouse.security.key.VerificationKey;
import io.gatehouse.security.verdict.TokenKey;
import io.gatehouse.security.verdict.VerdictCache;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Verifies signed tokens, in this order: form, header, signature, times, issuer, audience, user. Only a good verdict is
 * remembered, for at most as long as the cache's age and never beyond the token's end, not even by the clock skew that a
 * fresh look would still allow.
 */
public final class SignedTokens {

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

    /** Begins to verify a token of which no verdict is remembered: all of it is work of the processor, but for waiting for keys. */
    public Verification verify(SignedIssuer issuer, String tenant, String token) {
        var key = new TokenKey(issuer.settings(), token);
        return new Verification.Compute(() -> begin(issuer, tenant, key));
    }

    private Verification begin(SignedIssuer issuer, String tenant, TokenKey key) {
        TokenVerdict known = verdicts.get(key);
        if (known != null) {
            return new Verification.Reached(known);
        }
        CompactToken token = CompactToken.read(key.token());
        if (token == null) {
            return new Verification.Reached(Refusals.MALFORMED);
        }
        Bad refusal = JwtHeaderRules.refusal(token.header(), issuer.settings());
        if (refusal != null) {
            return new Verification.Reached(refusal);
        }
        KeyLookup keys = issuer.keys().get();
        return keys == null ? new Verification.Reached(KEYLESS) : new Check(issuer, tenant, key, token, keys).begin();
    }

    /** One token whose signature is looked at. */
    private final class Check {

        private final SignedIssuer issuer;
        private final String tenant;
        private final TokenKey key;
        private final CompactToken token;
        private final KeyLookup keys;
        private final String algorithm;
        private final @Nullable String id;

        Check(SignedIssuer issuer, String tenant, TokenKey key, CompactToken token, KeyLookup keys) {
            this.issuer = issuer;
            this.tenant = tenant;
            this.key = key;
            this.token = token;
            this.keys = keys;
            this.algorithm = String.valueOf(token.header().get("alg"));
            this.id = token.header().get("kid") instanceof String named ? named : null;
        }

        Verification begin() {
            KeyLookupResult answer = keys.atOnce(id, algorithm);
            return answer == null
                    ? await(() -> keys.waiting(id, algorithm), keys.mayChange())
                    : judge(answer, keys.mayChange());
        }

        private Verification await(Supplier<CompletionStage<KeyLookupResult>> asked, boolean mayChange) {
            return issuer.waiting()
                    .await(
                            tenant,
                            () -> asked.get()
                                    .thenApply(answer -> new Verification.Compute(() -> judge(answer, mayChange))));
        }

        private Verification judge(KeyLookupResult answer, boolean mayChange) {
            if (!(answer instanceof KeyLookupResult.Found found)) {
                return new Verification.Reached(
                        answer instanceof KeyLookupResult.Absent ? Refusals.UNKNOWN_KEY : UNREACHABLE);
            }
            if (isSigned(found.keys())) {
                return new Verification.Reached(judgeClaims(issuer.settings(), key, token));
            }
            // Where the name does not say that these are the keys, it may have been signed with a new one.
            return mayChange && !isNamed(found.keys())
                    ? await(() -> keys.newest(id, algorithm), false)
                    : new Verification.Reached(Refusals.SIGNATURE);
        }

        private boolean isNamed(List<VerificationKey> tried) {
            return id != null && id.equals(tried.get(0).id());
        }

        private boolean isSigned(List<VerificationKey> tried) {
            byte[] signed = token.signedBytes();
            for (VerificationKey known : tried) {
                if (known.check().holds(algorithm, signed, token.signature())) {
                    return true;
                }
            }
            return false;
        }
    }

    private TokenVerdict judgeClaims(TokenIssuer.Signed issuer, TokenKey key, CompactToken token) {
        Map<String, Object> claims = JsonReader.object(token.payloadBytes());
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
