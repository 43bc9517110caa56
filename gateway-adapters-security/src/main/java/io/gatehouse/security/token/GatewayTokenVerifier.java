package io.gatehouse.security.token;

import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.identity.TokenVerifier;
import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.security.fetch.BackgroundThreads;
import io.gatehouse.security.fetch.BoundedClient;
import io.gatehouse.security.jwks.KeySets;
import io.gatehouse.security.jwt.SignedIssuer;
import io.gatehouse.security.jwt.SignedTokens;
import io.gatehouse.security.opaque.CachedTokens;
import io.gatehouse.security.opaque.Introspections;
import io.gatehouse.security.opaque.OpaqueIssuer;
import io.gatehouse.security.opaque.OpaqueSources;
import io.gatehouse.security.opaque.TokenStore;
import io.gatehouse.security.verdict.TokenKey;
import io.gatehouse.security.verdict.VerdictCache;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies the tokens of all issuers: signed ones itself, opaque ones by asking.
 *
 * <p>A remembered verdict takes some hundred nanoseconds; a fresh one the time of its cryptography, which is given at once
 * if the keys are there and the signature is none on an elliptic curve. A defect is an unknown token and a line in the log, never an exception. Owns the threads that fetch keys;
 * closing it ends them.
 */
public final class GatewayTokenVerifier implements TokenVerifier, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayTokenVerifier.class);
    private static final TokenVerdict DEFECT = new TokenVerdict.Unknown("the token could not be verified");

    private final ExecutorService background = BackgroundThreads.start();
    private final BoundedClient client = new BoundedClient(background);
    private final VerdictCache good;
    private final VerdictCache bad;
    private final KnownIssuers<ReadyIssuer> issuers;

    /** A verifier without a token store. */
    public GatewayTokenVerifier(TokenSettings settings, GatewayClock clock) {
        this(settings, clock, Optional.empty());
    }

    /** A verifier that asks for opaque tokens at their introspection endpoints, or looks them up in this store. */
    public GatewayTokenVerifier(TokenSettings settings, GatewayClock clock, Optional<TokenStore> store) {
        var sets = new KeySets(client, settings.remoteKeys(), settings.fileKeys(), clock, background);
        good = new VerdictCache(settings.goodBytes(), clock);
        bad = new VerdictCache(settings.badBytes(), clock);
        var signed = new SignedTokens(good, settings.verdictAge(), clock);
        var opaque = new CachedTokens(good, bad);
        var asked =
                new OpaqueSources(new Introspections(client, settings.introspectionDeadline(), clock), store, clock);
        issuers = new KnownIssuers<>(issuer -> issuer instanceof TokenIssuer.Signed own
                ? new ReadyIssuer.Signed(signed, SignedIssuer.of(own, sets))
                : new ReadyIssuer.Opaque(opaque, OpaqueIssuer.of((TokenIssuer.Opaque) issuer, asked)));
    }

    /** What verdicts take of the heap. */
    public List<HeapShare> shares() {
        return List.of(good.share("tokens"), bad.share("refused-tokens"));
    }

    @Override
    public @Nullable TokenVerdict verifyAtOnce(TokenIssuer issuer, String token) {
        try {
            TokenVerdict known = good.get(new TokenKey(issuer, token));
            return known == null ? issuers.of(issuer).atOnce(token) : known;
        } catch (RuntimeException defect) {
            return unknown(issuer, defect);
        }
    }

    @Override
    public TokenVerdict verify(TokenIssuer issuer, String token) {
        try {
            return issuers.of(issuer).waiting(token);
        } catch (RuntimeException defect) {
            return unknown(issuer, defect);
        }
    }

    private static TokenVerdict unknown(TokenIssuer issuer, RuntimeException defect) {
        LOG.error("A token of {} could not be verified", issuer.id(), defect);
        return DEFECT;
    }

    /** Ends what runs in the background; tokens whose keys are there can still be verified. */
    @Override
    public void close() {
        client.close();
        background.shutdownNow();
    }
}
