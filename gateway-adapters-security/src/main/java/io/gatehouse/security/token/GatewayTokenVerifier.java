package io.gatehouse.security.token;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.gatehouse.domain.identity.OpaqueAuthority;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.identity.TokenVerifier;
import io.gatehouse.domain.identity.Verification;
import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.domain.request.RememberedText;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.Timer;
import io.gatehouse.plugin.AdapterSupport;
import io.gatehouse.security.fetch.BoundedClient;
import io.gatehouse.security.fetch.WaitingCallers;
import io.gatehouse.security.jwt.SignedTokens;
import io.gatehouse.security.keys.KeySets;
import io.gatehouse.security.opaque.CachedTokens;
import io.gatehouse.security.opaque.Introspection;
import io.gatehouse.security.opaque.OpaqueTokens;
import io.gatehouse.security.opaque.OpaqueTokens.OpaqueTokenResult;
import io.gatehouse.security.opaque.StoredTokens;
import io.gatehouse.security.opaque.StoredTokens.TokenStore;
import io.gatehouse.security.verdict.IssuedTokens;
import io.gatehouse.security.verdict.Refusals;
import io.gatehouse.security.verdict.VerdictCache;
import io.gatehouse.security.verdict.VerdictCache.TokenKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
public final class GatewayTokenVerifier implements TokenVerifier, AdapterSupport, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayTokenVerifier.class);
    private static final TokenVerdict DEFECT = new TokenVerdict.Unknown("the token could not be verified");

    /** Nothing blocks there but the reading of key files. */
    private static final int FETCHING_THREADS = 8;

    /** One for each provider whose name server is slow at the moment. */
    private static final int NAME_THREADS = 32;

    private static final int STORE_THREADS = 32;
    private static final int MOST_FOR_STORE = 480;

    /** What nobody has asked for in so long is dropped, and made again if it is. */
    private static final Duration ISSUER_KEPT = Duration.ofHours(1);

    private final ExecutorService background = threads("gatehouse-identity", FETCHING_THREADS, Integer.MAX_VALUE);
    private final ExecutorService names = threads("gatehouse-identity-names", NAME_THREADS, Integer.MAX_VALUE);
    private final ExecutorService lookups = threads("gatehouse-token-store", STORE_THREADS, MOST_FOR_STORE);
    private final BoundedClient client = new BoundedClient(background, names);
    private final TokenVerificationSettings settings;
    private final GatewayClock clock;
    private final Optional<TokenStore> store;
    private final KeySets sets;
    private final VerdictCache good;
    private final VerdictCache bad;

    /** Of tokens that are presented again and again, as the same object. */
    private final RememberedText<TokenKey> keys = new RememberedText<>();

    /**
     * By the settings object itself: a reload brings new objects for settings that have changed, name included, and these begin
     * anew, so that no verdict outlives the settings it was reached with.
     */
    private final LoadingCache<TokenIssuer, IssuedTokens> issuers = Caffeine.newBuilder()
            .weakKeys()
            .expireAfterAccess(ISSUER_KEPT)
            .executor(Runnable::run)
            .build(this::tokens);

    /** A verifier without a token store. */
    public GatewayTokenVerifier(TokenVerificationSettings settings, GatewayClock clock) {
        this(settings, clock, Optional.empty());
    }

    /** A verifier that asks for opaque tokens at their introspection endpoints, or looks them up in this store. */
    public GatewayTokenVerifier(TokenVerificationSettings settings, GatewayClock clock, Optional<TokenStore> store) {
        this.settings = settings;
        this.clock = clock;
        this.store = store;
        sets = new KeySets(client, settings.remoteKeys(), settings.fileKeys(), clock, this::later, background);
        good = new VerdictCache(settings.goodBytes(), clock);
        bad = new VerdictCache(settings.badBytes(), clock);
    }

    /** So many daemon threads at most, which end after half a minute without work; what is more than may wait is rejected. */
    private static ExecutorService threads(String name, int most, int waiting) {
        var number = new AtomicInteger();
        var queue = new LinkedBlockingQueue<Runnable>(waiting);
        var pool = new ThreadPoolExecutor(most, most, 30, TimeUnit.SECONDS, queue, work -> {
            var thread = new Thread(work, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** The timer of fetches that are due a moment later; after closing, the threads drop what comes. */
    private Timer.Cancellation later(Duration delay, Runnable task) {
        CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, background)
                .execute(task);
        return () -> {};
    }

    private IssuedTokens tokens(TokenIssuer issuer) {
        var waiting = new WaitingCallers(issuer.id(), settings.mostWaiting(), settings.patience());
        return issuer instanceof TokenIssuer.Opaque opaque
                ? new CachedTokens(opaque, source(opaque), waiting, good, bad, settings.patience())
                : new SignedTokens((TokenIssuer.Signed) issuer, sets, waiting, good, settings.verdictAge(), clock);
    }

    private OpaqueTokens source(TokenIssuer.Opaque issuer) {
        if (issuer.authority() instanceof OpaqueAuthority.Introspection endpoint) {
            return new Introspection(issuer, endpoint, client, settings.introspectionDeadline(), clock);
        }
        var authority = (OpaqueAuthority.Store) issuer.authority();
        return store.<OpaqueTokens>map(known -> new StoredTokens(known, issuer, authority, clock, lookups))
                .orElse(token ->
                        CompletableFuture.completedFuture(OpaqueTokenResult.unknown("there is no token store")));
    }

    /** What verdicts take of the heap. */
    @Override
    public List<HeapShare> heapShares() {
        return List.of(good.share("tokens"), bad.share("refused-tokens"));
    }

    @Override
    public @Nullable TokenVerdict verifyAtOnce(TokenIssuer issuer, String token) {
        try {
            TokenKey before = keys.known(token);
            boolean again = before != null && before.isOf(issuer);
            TokenKey key = before != null && again ? before : new TokenKey(issuer, token);
            TokenVerdict known = good.get(key);
            if (known != null) {
                if (!again) {
                    keys.keep(token, key);
                }
                return known;
            }
            return token.length() > settings.longestToken()
                    ? Refusals.TOO_LARGE
                    : issuers.get(issuer).atOnce(token);
        } catch (RuntimeException defect) {
            return unknown(issuer, defect);
        }
    }

    @Override
    public Verification verify(TokenIssuer issuer, String tenant, String token) {
        return guarded(issuer, () -> issuers.get(issuer).verify(tenant, token));
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
