package io.gatehouse.security.opaque;

import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.security.claims.Refusals;
import io.gatehouse.security.verdict.TokenKey;
import io.gatehouse.security.verdict.VerdictCache;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Verdicts on opaque tokens: remembered for the issuer's cache time and never beyond the token's end, asked for once by
 * all who want the same one at a time.
 *
 * <p>Good verdicts and refusals are remembered apart, so that nobody can push the good ones out with tokens made up. What
 * could not be found out is not remembered.
 */
public final class CachedTokens {

    /** The longest token that is asked for, in characters; signed tokens may be asked for as well. */
    public static final int LONGEST = 8192;

    private static final TokenVerdict DEFECT = new TokenVerdict.Unknown("the issuer could not be asked");
    private static final TokenVerdict CROWDED =
            new TokenVerdict.Unknown("too many tokens are being asked for at the issuer");

    private final VerdictCache good;
    private final VerdictCache bad;
    private final ConcurrentMap<TokenKey, CompletableFuture<TokenVerdict>> asking = new ConcurrentHashMap<>();

    /** Remembers verdicts in these caches. */
    public CachedTokens(VerdictCache good, VerdictCache bad) {
        this.good = good;
        this.bad = bad;
    }

    /** The verdict if it is remembered or plain to see, else null. */
    public @Nullable TokenVerdict atOnce(OpaqueIssuer issuer, String token) {
        if (token.length() > LONGEST) {
            return Refusals.TOO_LARGE;
        }
        if (!isPrintable(token)) {
            return Refusals.MALFORMED;
        }
        return remembered(new TokenKey(issuer.settings(), token));
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

    /** The verdict; waits for the issuer, or for somebody who asks for the same. */
    public TokenVerdict waiting(OpaqueIssuer issuer, String token) {
        TokenVerdict known = atOnce(issuer, token);
        if (known != null) {
            return known;
        }
        var key = new TokenKey(issuer.settings(), token);
        var mine = new CompletableFuture<TokenVerdict>();
        CompletableFuture<TokenVerdict> other = asking.putIfAbsent(key, mine);
        return other == null ? share(issuer, key, mine) : other.join();
    }

    private TokenVerdict share(OpaqueIssuer issuer, TokenKey key, CompletableFuture<TokenVerdict> mine) {
        TokenVerdict verdict = DEFECT;
        try {
            TokenVerdict known = remembered(key);
            verdict = known == null ? askInTurn(issuer, key) : known;
        } finally {
            mine.complete(verdict);
            asking.remove(key);
        }
        return verdict;
    }

    private TokenVerdict askInTurn(OpaqueIssuer issuer, TokenKey key) {
        if (!issuer.places().tryAcquire()) {
            return CROWDED;
        }
        try {
            return ask(issuer, key);
        } finally {
            issuer.places().release();
        }
    }

    private TokenVerdict ask(OpaqueIssuer issuer, TokenKey key) {
        OpaqueAnswer answer = issuer.tokens().ask(key.token());
        if (answer.verdict() instanceof TokenVerdict.Good) {
            good.put(key, answer.verdict(), issuer.settings().cache(), answer.endsAtMillis());
        } else if (answer.verdict() instanceof TokenVerdict.Bad) {
            bad.put(key, answer.verdict(), issuer.settings().cache(), answer.endsAtMillis());
        }
        return answer.verdict();
    }
}
