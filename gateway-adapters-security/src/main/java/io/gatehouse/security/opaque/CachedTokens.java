package io.gatehouse.security.opaque;

import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.identity.Verification;
import io.gatehouse.security.claims.Refusals;
import io.gatehouse.security.verdict.TokenKey;
import io.gatehouse.security.verdict.VerdictCache;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verdicts on opaque tokens: remembered for the issuer's cache time and never beyond the token's end, asked for once by
 * all who want the same one at a time.
 *
 * <p>Good verdicts and refusals are remembered apart, so that nobody can push the good ones out with tokens made up. What
 * could not be found out is not remembered.
 */
public final class CachedTokens {

    private static final Logger LOG = LoggerFactory.getLogger(CachedTokens.class);
    private static final TokenVerdict DEFECT = new TokenVerdict.Unknown("the issuer could not be asked");
    private static final TokenVerdict LATE = new TokenVerdict.Unknown("the issuer does not answer in time");
    private static final TokenVerdict BUSY = new TokenVerdict.Busy(TokenVerdict.Authority.ISSUER);

    private final VerdictCache good;
    private final VerdictCache bad;
    private final Duration patience;
    private final ConcurrentMap<TokenKey, CompletableFuture<TokenVerdict>> asking = new ConcurrentHashMap<>();

    /** Remembers verdicts in these caches; a token for which it has not been its turn for so long is not asked for any more. */
    public CachedTokens(VerdictCache good, VerdictCache bad, Duration patience) {
        this.good = good;
        this.bad = bad;
        this.patience = patience;
    }

    /** The verdict if it is remembered or plain to see, else null. */
    public @Nullable TokenVerdict atOnce(OpaqueIssuer issuer, String token) {
        return isPrintable(token) ? remembered(new TokenKey(issuer.settings(), token)) : Refusals.MALFORMED;
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

    /** Begins to verify a token whose verdict is not plain to see: waits for the issuer, with all who want the same. */
    public Verification verify(OpaqueIssuer issuer, String tenant, String token) {
        var key = new TokenKey(issuer.settings(), token);
        return issuer.waiting().await(tenant, () -> shared(issuer, tenant, key).thenApply(Verification.Reached::new));
    }

    private CompletableFuture<TokenVerdict> shared(OpaqueIssuer issuer, String tenant, TokenKey key) {
        var mine = new CompletableFuture<TokenVerdict>();
        CompletableFuture<TokenVerdict> other = asking.putIfAbsent(key, mine);
        if (other != null) {
            return other;
        }
        CompletableFuture<TokenVerdict> forgotten = mine.whenComplete((verdict, failure) -> asking.remove(key, mine));
        TokenVerdict known = remembered(key);
        if (known != null) {
            mine.complete(known);
        } else if (!issuer.turns().offer(tenant, () -> ask(issuer, key, mine))) {
            mine.complete(BUSY);
        } else {
            mine.completeOnTimeout(LATE, patience.toNanos(), TimeUnit.NANOSECONDS);
        }
        return forgotten;
    }

    private CompletionStage<?> ask(OpaqueIssuer issuer, TokenKey key, CompletableFuture<TokenVerdict> mine) {
        if (mine.isDone()) {
            return mine;
        }
        CompletionStage<OpaqueTokenResult> answer;
        try {
            answer = issuer.tokens().ask(key.token());
        } catch (RuntimeException defect) {
            answer = CompletableFuture.failedFuture(defect);
        }
        return answer.handle((told, failure) -> mine.complete(verdict(issuer, key, told, failure)));
    }

    private TokenVerdict verdict(
            OpaqueIssuer issuer, TokenKey key, @Nullable OpaqueTokenResult answer, @Nullable Throwable failure) {
        if (answer == null) {
            LOG.error("A token of {} could not be asked for", issuer.settings().id(), failure);
            return DEFECT;
        }
        if (answer.verdict() instanceof TokenVerdict.Good) {
            good.put(key, answer.verdict(), issuer.settings().cache(), answer.endsAtMillis());
        } else if (answer.verdict() instanceof TokenVerdict.Bad) {
            bad.put(key, answer.verdict(), issuer.settings().cache(), answer.endsAtMillis());
        }
        return answer.verdict();
    }
}
