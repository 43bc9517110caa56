package io.gatehouse.security.token;

import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.identity.TokenVerifier;
import io.gatehouse.domain.identity.Verification;
import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.Timer;
import io.gatehouse.security.claims.Refusals;
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
import io.gatehouse.security.waiting.WaitingCallers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies the tokens of all issuers: signed ones itself, opaque ones by asking.
 *
 * <p>A remembered verdict takes some hundred nanoseconds; a fresh one the time of its cryptography, or of whoever is asked. A
 * defect is an unknown token and a line in the log, never an exception. Owns the threads that fetch keys, look names up and
 * ask the store; closing it ends them.
 */
public final class GatewayTokenVerifier implements TokenVerifier, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayTokenVerifier.class);
    private static final TokenVerdict DEFECT = new TokenVerdict.Unknown("the token could not be verified");

    /** Nothing blocks there but the reading of key files. */
    private static final int FETCHING_THREADS = 8;

    /** One for each provider whose name server is slow at the moment. */
    private static final int NAME_THREADS = 32;

    private static final int STORE_THREADS = 32;
    private static final int MOST_FOR_STORE = 480;

    private final ExecutorService background = BackgroundThreads.start("gatehouse-identity", FETCHING_THREADS);
    private final ExecutorService names = BackgroundThreads.start("gatehouse-identity-names", NAME_THREADS);
    private final ExecutorService lookups =
            BackgroundThreads.start("gatehouse-token-store", STORE_THREADS, MOST_FOR_STORE);
    private final BoundedClient client = new BoundedClient(background, names);
    private final int longest;
    private final VerdictCache good;
    private final VerdictCache bad;
    private final KnownIssuers<ReadyIssuer> issuers;

    /** A verifier without a token store. */
    public GatewayTokenVerifier(TokenVerificationSettings settings, GatewayClock clock) {
        this(settings, clock, Optional.empty());
    }

    /** A verifier that asks for opaque tokens at their introspection endpoints, or looks them up in this store. */
    public GatewayTokenVerifier(TokenVerificationSettings settings, GatewayClock clock, Optional<TokenStore> store) {
        longest = settings.longestToken();
        var sets = new KeySets(client, settings.remoteKeys(), settings.fileKeys(), clock, this::later, background);
        good = new VerdictCache(settings.goodBytes(), clock);
        bad = new VerdictCache(settings.badBytes(), clock);
        var signed = new SignedTokens(good, settings.verdictAge(), clock);
        var opaque = new CachedTokens(good, bad, settings.patience());
        var introspections = new Introspections(client, settings.introspectionDeadline(), clock);
        var asked = new OpaqueSources(introspections, store, lookups, clock);
        issuers = new KnownIssuers<>(issuer -> {
            var waiting = new WaitingCallers(issuer.id(), settings.mostWaiting(), settings.patience());
            return issuer instanceof TokenIssuer.Signed own
                    ? new ReadyIssuer.Signed(signed, SignedIssuer.of(own, sets, waiting))
                    : new ReadyIssuer.Opaque(opaque, OpaqueIssuer.of((TokenIssuer.Opaque) issuer, asked, waiting));
        });
    }

    /** The timer of fetches that are due a moment later; after closing, the threads drop what comes. */
    private Timer.Cancellation later(Duration delay, Runnable task) {
        CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, background)
                .execute(task);
        return () -> {};
    }

    /** What verdicts take of the heap. */
    public List<HeapShare> shares() {
        return List.of(good.share("tokens"), bad.share("refused-tokens"));
    }

    @Override
    public @Nullable TokenVerdict verifyAtOnce(TokenIssuer issuer, String token) {
        try {
            TokenVerdict known = good.get(new TokenKey(issuer, token));
            if (known != null) {
                return known;
            }
            return token.length() > longest
                    ? Refusals.TOO_LARGE
                    : issuers.of(issuer).atOnce(token);
        } catch (RuntimeException defect) {
            return unknown(issuer, defect);
        }
    }

    @Override
    public Verification verify(TokenIssuer issuer, String tenant, String token) {
        return guarded(issuer, () -> issuers.of(issuer).verify(tenant, token));
    }

    /** A step whose defects, and those of all steps behind it, are verdicts. */
    private static Verification guarded(TokenIssuer issuer, Supplier<Verification> step) {
        try {
            Verification next = step.get();
            if (next instanceof Verification.Compute compute) {
                return new Verification.Compute(() -> guarded(issuer, compute.work()));
            }
            return next instanceof Verification.Await await
                    ? new Verification.Await(await.result()
                            .handle((result, failure) -> failure == null
                                    ? guarded(issuer, () -> result)
                                    : new Verification.Reached(unknown(issuer, failure))))
                    : next;
        } catch (RuntimeException defect) {
            return new Verification.Reached(unknown(issuer, defect));
        }
    }

    private static TokenVerdict unknown(TokenIssuer issuer, Throwable defect) {
        LOG.error("A token of {} could not be verified", issuer.id(), defect);
        return DEFECT;
    }

    /** Ends what runs in the background; tokens whose keys are there can still be verified. */
    @Override
    public void close() {
        client.close();
        background.shutdownNow();
        names.shutdownNow();
        lookups.shutdownNow();
    }
}
