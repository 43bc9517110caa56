package io.gatehouse.security.opaque;

import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.identity.Verification;
import io.gatehouse.domain.tenancy.FairQueue;
import io.gatehouse.security.fetch.WaitingCallers;
import io.gatehouse.security.opaque.OpaqueTokens.OpaqueTokenResult;
import io.gatehouse.security.verdict.IssuedTokens;
import io.gatehouse.security.verdict.Refusals;
import io.gatehouse.security.verdict.VerdictCache;
import io.gatehouse.security.verdict.VerdictCache.TokenKey;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies an issuer's opaque tokens by asking for them: once for all who want the same one at a time, and not again within the
 * issuer's cache time, which never goes beyond the token's end.
 *
 * <p>Good verdicts and refusals are remembered apart, so that nobody can push the good ones out with tokens made up. What
 * could not be found out is not remembered.
 */
public final class CachedTokens implements IssuedTokens {

    private static final Logger LOG = LoggerFactory.getLogger(CachedTokens.class);
    private static final TokenVerdict DEFECT = new TokenVerdict.Unknown("the issuer could not be asked");
    private static final TokenVerdict LATE = new TokenVerdict.Unknown("the issuer does not respond in time");
    private static final TokenVerdict BUSY = new TokenVerdict.Busy(TokenVerdict.Authority.ISSUER);

    private final TokenIssuer.Opaque issuer;
    private final OpaqueTokens source;
    private final WaitingCallers waiting;
    private final VerdictCache good;
    private final VerdictCache bad;
    private final Duration patience;
    private final AskingTurns turns = new AskingTurns();
    private final ConcurrentMap<TokenKey, CompletableFuture<TokenVerdict>> asking = new ConcurrentHashMap<>();

    /** Remembers verdicts in these caches; a token for which it has not been its turn for so long is not asked for any more. */
    public CachedTokens(
            TokenIssuer.Opaque issuer,
            OpaqueTokens source,
            WaitingCallers waiting,
            VerdictCache good,
            VerdictCache bad,
            Duration patience) {
        this.issuer = issuer;
        this.source = source;
        this.waiting = waiting;
        this.good = good;
        this.bad = bad;
        this.patience = patience;
    }

    @Override
    public @Nullable TokenVerdict atOnce(String token) {
        return isPrintable(token) ? remembered(new TokenKey(issuer, token)) : Refusals.MALFORMED;
    }

    private @Nullable TokenVerdict remembered(TokenKey key) {
        TokenVerdict verdict = good.get(key);
        return verdict == null ? bad.get(key) : verdict;
    }

    /** RFC 6749, A.12: the characters that a token may consist of. */
    private static boolean isPrintable(String token) {
        for (int i = 0; i < token.length(); i++) {
            if (token.charAt(i) <= ' ' || token.charAt(i) > '~') {
                return false;
            }
        }
        return !token.isEmpty();
    }

    @Override
    public Verification verify(String tenant, String token) {
        var key = new TokenKey(issuer, token);
        return waiting.await(tenant, () -> shared(tenant, key).thenApply(Verification.Reached::new));
    }

    private CompletableFuture<TokenVerdict> shared(String tenant, TokenKey key) {
        var mine = new CompletableFuture<TokenVerdict>();
        CompletableFuture<TokenVerdict> other = asking.putIfAbsent(key, mine);
        if (other != null) {
            return other;
        }
        CompletableFuture<TokenVerdict> forgotten = mine.whenComplete((verdict, failure) -> asking.remove(key, mine));
        TokenVerdict known = remembered(key);
        if (known != null) {
            mine.complete(known);
        } else if (!turns.offer(tenant, () -> ask(key, mine))) {
            mine.complete(BUSY);
        } else {
            mine.completeOnTimeout(LATE, patience.toNanos(), TimeUnit.NANOSECONDS);
        }
        return forgotten;
    }

    private CompletionStage<?> ask(TokenKey key, CompletableFuture<TokenVerdict> mine) {
        if (mine.isDone()) {
            return mine;
        }
        CompletionStage<OpaqueTokenResult> asked;
        try {
            asked = source.ask(key.token());
        } catch (RuntimeException defect) {
            asked = CompletableFuture.failedFuture(defect);
        }
        return asked.handle((result, failure) -> mine.complete(verdict(key, result, failure)));
    }

    private TokenVerdict verdict(TokenKey key, @Nullable OpaqueTokenResult result, @Nullable Throwable failure) {
        if (result == null) {
            LOG.error("A token of {} could not be asked for", issuer.id(), failure);
            return DEFECT;
        }
        if (result.verdict() instanceof TokenVerdict.Good) {
            good.put(key, result.verdict(), issuer.cache(), result.endsAtMillis());
        } else if (result.verdict() instanceof TokenVerdict.Bad || result.verdict() instanceof TokenVerdict.NoUser) {
            bad.put(key, result.verdict(), issuer.cache(), result.endsAtMillis());
        }
        return result.verdict();
    }

    /**
     * Asks one issuer so many queries at a time; what waits for that is asked in turn by tenant, and holds no thread. Safe for
     * concurrent use.
     */
    static final class AskingTurns {

        /** How many tokens one issuer is asked for at a time, so that it is not overrun and takes no more than its share of others. */
        static final int MOST_ASKED = 32;

        /** How many queries of one tenant may wait for that; as a rule they are fewer, as callers of the same token share one. */
        private static final int MOST_WAITING = 1024;

        private final FairQueue<Supplier<CompletionStage<?>>> waiting = new FairQueue<>(MOST_WAITING);
        private int asking;

        /** Has a query asked, now or later; false if too many of the tenant's wait already. A query must not throw. */
        boolean offer(String tenant, Supplier<CompletionStage<?>> query) {
            if (!waiting.offer(tenant, query)) {
                return false;
            }
            askNext();
            return true;
        }

        private void askNext() {
            for (Supplier<CompletionStage<?>> next = take(); next != null; next = take()) {
                next.get().whenComplete((result, failure) -> {
                    leave();
                    askNext();
                });
            }
        }

        private synchronized @Nullable Supplier<CompletionStage<?>> take() {
            Supplier<CompletionStage<?>> next = asking < MOST_ASKED ? waiting.poll() : null;
            if (next != null) {
                asking++;
            }
            return next;
        }

        private synchronized void leave() {
            asking--;
        }
    }
}
