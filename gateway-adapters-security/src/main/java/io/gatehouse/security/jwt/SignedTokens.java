package io.gatehouse.security.jwt;

import io.gatehouse.domain.identity.KeyMaterial;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.identity.TokenVerdict.Bad;
import io.gatehouse.domain.identity.Verification;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.security.fetch.JsonReader;
import io.gatehouse.security.fetch.WaitingCallers;
import io.gatehouse.security.keys.KeySet;
import io.gatehouse.security.keys.KeySet.KeyLookupResult;
import io.gatehouse.security.keys.KeySets;
import io.gatehouse.security.keys.VerificationKey;
import io.gatehouse.security.verdict.ClaimedUser;
import io.gatehouse.security.verdict.IssuedTokens;
import io.gatehouse.security.verdict.Refusals;
import io.gatehouse.security.verdict.Validity;
import io.gatehouse.security.verdict.VerdictCache;
import io.gatehouse.security.verdict.VerdictCache.TokenKey;
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
 * remembered, for three quarters of the cache's age to all of it and never beyond the token's end, not even by the clock skew that a
 * fresh look would still allow.
 */
public final class SignedTokens implements IssuedTokens {

    private static final Logger LOG = LoggerFactory.getLogger(SignedTokens.class);
    private static final Verification KEYLESS =
            new Verification.Reached(new TokenVerdict.Unknown("the key of the settings is invalid"));
    private static final TokenVerdict UNREACHABLE = new TokenVerdict.Unknown("the issuer's keys cannot be fetched");

    private final TokenIssuer.Signed issuer;
    private final KeySets sets;
    private final @Nullable VerificationKey own;
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
        this.sets = sets;
        this.own = issuer.keys() instanceof KeyMaterial.KeySet ? null : own(issuer);
        this.waiting = waiting;
        this.verdicts = verdicts;
        this.age = age;
        this.clock = clock;
    }

    /** The key that the settings hold, with those of its algorithms that they accept; null if there is none. */
    private static @Nullable VerificationKey own(TokenIssuer.Signed issuer) {
        VerificationKey key = issuer.keys() instanceof KeyMaterial.Shared shared
                ? VerificationKey.shared(shared.secret().bytes())
                : issuer.keys() instanceof KeyMaterial.Public open ? VerificationKey.of(null, open.key()) : null;
        VerificationKey usable = key == null ? null : key.only(issuer.algorithms());
        if (usable == null || usable.algorithms().isEmpty()) {
            LOG.error("No token of {} can be verified: its key fits none of its algorithms", issuer.id());
            return null;
        }
        return usable;
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
        if (issuer.keys() instanceof KeyMaterial.KeySet set) {
            return new SignatureStep(tenant, key, token, sets.at(set)).begin();
        }
        if (own == null) {
            return KEYLESS;
        }
        // A name that the token gives is not looked at, as whoever configured the key gave it none.
        if (!own.algorithms().contains(token.algorithm())) {
            return new Verification.Reached(Refusals.UNKNOWN_KEY);
        }
        return new Verification.Reached(isSigned(token, List.of(own)) ? judgeClaims(key, token) : Refusals.SIGNATURE);
    }

    private static boolean isSigned(CompactToken token, List<VerificationKey> tried) {
        byte[] signed = token.signedBytes();
        for (VerificationKey known : tried) {
            if (known.check().holds(token.algorithm(), signed, token.signature())) {
                return true;
            }
        }
        return false;
    }

    /** One token whose key is looked up in a set. */
    private final class SignatureStep {

        private final String tenant;
        private final TokenKey key;
        private final CompactToken token;
        private final KeySet set;
        private final String algorithm;
        private final @Nullable String id;

        SignatureStep(String tenant, TokenKey key, CompactToken token, KeySet set) {
            this.tenant = tenant;
            this.key = key;
            this.token = token;
            this.set = set;
            this.algorithm = token.algorithm();
            this.id = token.keyId();
        }

        Verification begin() {
            KeyLookupResult result = set.atOnce(id, algorithm);
            return result == null ? await(() -> set.waiting(id, algorithm), true) : judge(result, true);
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
            if (isSigned(token, found.keys())) {
                return new Verification.Reached(judgeClaims(key, token));
            }
            // Where the name does not say that these are the keys, it may have been signed with a new one.
            boolean named = id != null && id.equals(found.keys().get(0).id());
            return mayChange && !named
                    ? await(() -> set.newest(id, algorithm), false)
                    : new Verification.Reached(Refusals.SIGNATURE);
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
            verdicts.put(key, verdict, spread(key), Validity.expiry(claims));
        }
        return verdict;
    }

    /** The age, or up to a quarter less, by token: those that came together, as after a start, are not to be verified anew together. */
    private Duration spread(TokenKey key) {
        return age.minus(age.dividedBy(1024).multipliedBy(key.hashCode() & 0xFF));
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
