package io.gatehouse.security.jwt;

import io.gatehouse.domain.identity.KeyMaterial;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.identity.TokenVerdict.Bad;
import io.gatehouse.domain.identity.Verification;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.security.fetch.JsonReader;
import io.gatehouse.security.fetch.WaitingCallers;
import io.gatehouse.security.keys.KeyLookup;
import io.gatehouse.security.keys.KeyLookup.KeyLookupResult;
import io.gatehouse.security.keys.KeySets;
import io.gatehouse.security.keys.VerificationKey;
import io.gatehouse.security.verdict.ClaimedUser;
import io.gatehouse.security.verdict.IssuedTokens;
import io.gatehouse.security.verdict.Refusals;
import io.gatehouse.security.verdict.TokenKey;
import io.gatehouse.security.verdict.Validity;
import io.gatehouse.security.verdict.VerdictCache;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies an issuer's signed tokens, in this order: form, header, signature, times, issuer, audience, user. Only a good verdict is
 * remembered, for at most as long as the cache's age and never beyond the token's end, not even by the clock skew that a
 * fresh look would still allow.
 */
public final class SignedTokens implements IssuedTokens {

    private static final Logger LOG = LoggerFactory.getLogger(SignedTokens.class);
    private static final Verification KEYLESS =
            new Verification.Reached(new TokenVerdict.Unknown("the key of the settings cannot be used"));
    private static final TokenVerdict UNREACHABLE = new TokenVerdict.Unknown("the issuer's keys cannot be fetched");

    private final TokenIssuer.Signed issuer;
    private final Supplier<@Nullable KeyLookup> keys;
    private final WaitingCallers waiting;
    private final VerdictCache verdicts;
    private final Duration age;
    private final GatewayClock clock;

    /** Remembers good verdicts in this cache for this long; keys of a set are read when they are needed. */
    public SignedTokens(
            TokenIssuer.Signed issuer,
            KeySets sets,
            WaitingCallers waiting,
            VerdictCache verdicts,
            Duration age,
            GatewayClock clock) {
        this.issuer = issuer;
        this.keys = keys(issuer, sets);
        this.waiting = waiting;
        this.verdicts = verdicts;
        this.age = age;
        this.clock = clock;
    }

    /** Nothing if the settings hold a key that fits none of their algorithms. */
    private static Supplier<@Nullable KeyLookup> keys(TokenIssuer.Signed issuer, KeySets sets) {
        KeyMaterial material = issuer.keys();
        if (material instanceof KeyMaterial.KeySet set) {
            return () -> sets.at(set);
        }
        VerificationKey key = material instanceof KeyMaterial.Shared shared
                ? VerificationKey.shared(shared.secret().bytes())
                : material instanceof KeyMaterial.Public open ? VerificationKey.of(null, open.key()) : null;
        VerificationKey usable = key == null ? null : key.only(issuer.algorithms());
        if (usable == null || usable.algorithms().isEmpty()) {
            LOG.error("No token of {} can be verified: its key fits none of its algorithms", issuer.id());
            return () -> null;
        }
        KeyLookup fixed = KeyLookup.fixed(usable);
        return () -> fixed;
    }

    @Override
    public @Nullable TokenVerdict atOnce(String token) {
        return null;
    }

    /** All of it is work of the processor, but for waiting for keys. */
    @Override
    public Verification verify(String tenant, String token) {
        var key = new TokenKey(issuer, token);
        return new Verification.Compute(() -> begin(tenant, key));
    }

    private Verification begin(String tenant, TokenKey key) {
        TokenVerdict known = verdicts.get(key);
        if (known != null) {
            return new Verification.Reached(known);
        }
        CompactToken token = CompactToken.read(key.token());
        if (token == null) {
            return new Verification.Reached(Refusals.MALFORMED);
        }
        Bad refusal = token.refusal(issuer);
        if (refusal != null) {
            return new Verification.Reached(refusal);
        }
        KeyLookup lookup = keys.get();
        return lookup == null ? KEYLESS : new SignatureStep(tenant, key, token, lookup).begin();
    }

    /** One token whose signature is looked at. */
    private final class SignatureStep {

        private final String tenant;
        private final TokenKey key;
        private final CompactToken token;
        private final KeyLookup lookup;
        private final String algorithm;
        private final @Nullable String id;

        SignatureStep(String tenant, TokenKey key, CompactToken token, KeyLookup lookup) {
            this.tenant = tenant;
            this.key = key;
            this.token = token;
            this.lookup = lookup;
            this.algorithm = token.algorithm();
            this.id = token.keyId();
        }

        Verification begin() {
            KeyLookupResult result = lookup.atOnce(id, algorithm);
            return result == null
                    ? await(() -> lookup.waiting(id, algorithm), lookup.mayChange())
                    : judge(result, lookup.mayChange());
        }

        private Verification await(Supplier<CompletionStage<KeyLookupResult>> started, boolean mayChange) {
            return waiting.await(
                    tenant,
                    () -> started.get().thenApply(result -> new Verification.Compute(() -> judge(result, mayChange))));
        }

        private Verification judge(KeyLookupResult result, boolean mayChange) {
            if (!(result instanceof KeyLookupResult.Found found)) {
                return new Verification.Reached(
                        result instanceof KeyLookupResult.Absent ? Refusals.UNKNOWN_KEY : UNREACHABLE);
            }
            if (isSigned(found.keys())) {
                return new Verification.Reached(judgeClaims(key, token));
            }
            // Where the name does not say that these are the keys, it may have been signed with a new one.
            boolean named = id != null && id.equals(found.keys().get(0).id());
            return mayChange && !named
                    ? await(() -> lookup.newest(id, algorithm), false)
                    : new Verification.Reached(Refusals.SIGNATURE);
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

    private TokenVerdict judgeClaims(TokenKey key, CompactToken token) {
        Map<String, Object> claims = JsonReader.object(token.payloadBytes());
        if (claims == null) {
            return Refusals.CLAIMS;
        }
        Bad refusal = refusal(claims);
        if (refusal != null) {
            return refusal;
        }
        TokenVerdict verdict = ClaimedUser.read(claims, issuer.claims());
        if (verdict instanceof TokenVerdict.Good) {
            verdicts.put(key, verdict, age, Validity.expiry(claims));
        }
        return verdict;
    }

    private @Nullable Bad refusal(Map<String, Object> claims) {
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
