package io.gatehouse.domain.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every {@link TokenVerifier} must do; an adapter's test extends this and provides issuers with their tokens. */
public abstract class TokenVerifierContract {

    /** How long it may take to find that there is no verdict yet, on a busy machine. */
    private static final Duration AT_ONCE = Duration.ofSeconds(20);

    /** How long a verdict may take at all: deadlines of adapters under test are shorter. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The verifier to be tested. */
    protected abstract TokenVerifier verifier();

    /** A new settings object of this name; tokens that are good for one name are not for another. */
    protected abstract TokenIssuer issuer(String id);

    /** A token of this user that is good for an issuer. */
    protected abstract String goodToken(TokenIssuer issuer, User user);

    /** A token that is like the good ones of an issuer, and is not. */
    protected abstract String badToken(TokenIssuer issuer);

    /** The settings of an issuer where somebody has to be asked who does not answer. */
    protected abstract TokenIssuer silentIssuer();

    @Test
    void tellsUsersOfGoodTokens() {
        TokenIssuer issuer = issuer("tenant/acme");
        var users = List.of(new User("ann", Set.of("staff", "admin")), new User("42", Set.of()));
        for (User user : users) {
            assertThat(verdict(issuer, goodToken(issuer, user))).isEqualTo(new TokenVerdict.Good(user));
        }
    }

    @Test
    void refusesBadTokensAndRepeatsNothingOfThem() {
        TokenIssuer issuer = issuer("tenant/acme");
        String token = badToken(issuer);
        assertThat(verdict(issuer, token))
                .isInstanceOfSatisfying(
                        TokenVerdict.Bad.class,
                        bad -> assertThat(bad.reason())
                                .isNotBlank()
                                .doesNotContain(token)
                                .doesNotContain(token.substring(token.length() / 2)));
    }

    @Test
    void saysTheSameWhenAskedAgain() {
        TokenIssuer issuer = issuer("tenant/acme");
        for (String token : List.of(goodToken(issuer, new User("ann", Set.of("staff"))), badToken(issuer))) {
            TokenVerdict first = verdict(issuer, token);
            for (int i = 0; i < 5; i++) {
                assertThat(verdict(issuer, token)).isEqualTo(first);
            }
        }
    }

    @Test
    void neverGivesVerdictsOfOneIssuerForAnother() {
        TokenIssuer acme = issuer("tenant/acme");
        TokenIssuer globex = issuer("tenant/globex");
        String token = goodToken(acme, new User("ann", Set.of("staff")));
        assertThat(verdict(acme, token)).isInstanceOf(TokenVerdict.Good.class);
        assertThat(verdict(globex, token)).isInstanceOf(TokenVerdict.Bad.class);
        assertThat(verdict(acme, token)).isInstanceOf(TokenVerdict.Good.class);
    }

    @Test
    void doesNotBlameTheTokenWhenNobodyAnswers() {
        TokenIssuer silent = silentIssuer();
        String token = goodToken(silent, new User("ann", Set.of()));
        long begun = System.nanoTime();
        assertThat(verdict(silent, token)).isInstanceOf(TokenVerdict.Unknown.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(PATIENCE);
    }

    @Test
    void holdsNoThreadForCallersOfOneTenantWhoWait() {
        TokenIssuer silent = silentIssuer();
        String token = goodToken(silent, new User("ann", Set.of()));
        List<CompletableFuture<TokenVerdict>> waiting = new ArrayList<>();
        for (int i = 0; i < 1500; i++) {
            waiting.add(begin(verifier().verify(silent, "crowd", token)));
        }
        CompletableFuture<TokenVerdict> other = begin(verifier().verify(silent, "other", token));
        for (CompletableFuture<TokenVerdict> verdict : waiting) {
            assertThat(verdict.orTimeout(60, TimeUnit.SECONDS).join())
                    .isInstanceOfAny(TokenVerdict.Unknown.class, TokenVerdict.Busy.class);
        }
        assertThat(other.orTimeout(60, TimeUnit.SECONDS).join())
                .as("who is of another tenant is not turned away for that crowd")
                .isInstanceOf(TokenVerdict.Unknown.class);
    }

    /** Begins on this thread what could be begun on an I/O thread and on one of the processor's, and waits for nobody. */
    private static CompletableFuture<TokenVerdict> begin(Verification begun) {
        if (begun instanceof Verification.Compute compute) {
            return begin(compute.work().get());
        }
        return begun instanceof Verification.Await await
                ? await.result().toCompletableFuture().thenCompose(TokenVerifierContract::begin)
                : CompletableFuture.completedFuture(((Verification.Reached) begun).verdict());
    }

    @Test
    void neverWaitsWhenAskedForVerdictsAtOnce() {
        TokenIssuer silent = silentIssuer();
        String token = goodToken(silent, new User("ann", Set.of()));
        verifier().verifyAtOnce(silent, token);
        long begun = System.nanoTime();
        for (int i = 0; i < 10; i++) {
            assertThat(verifier().verifyAtOnce(silent, token) instanceof TokenVerdict.Good)
                    .isFalse();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(AT_ONCE);
    }

    @ParameterizedTest
    @MethodSource("hostileTexts")
    void judgesWhateverIsSentWithoutFailing(String token) {
        assertThat(verdict(issuer("tenant/acme"), token)).isInstanceOf(TokenVerdict.Bad.class);
    }

    static List<String> hostileTexts() {
        return List.of(
                "",
                ".",
                "..",
                "...",
                " ",
                "\u0000",
                "\r\nSet-Cookie: a=b",
                "a.b.c",
                "eyJhbGciOiJub25lIn0.e30.",
                "{\"alg\":\"none\"}.{}.",
                "\uD800\uDC00.\uD800.\u00e4",
                "{'$gt': ''}",
                "a".repeat(100_000),
                ".".repeat(100_000));
    }

    @Test
    void judgesTheSameForManyAtATime() throws InterruptedException, ExecutionException {
        TokenIssuer acme = issuer("tenant/acme");
        TokenIssuer globex = issuer("tenant/globex");
        var ann = new User("ann", Set.of("staff"));
        String token = goodToken(acme, ann);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            var verdicts = new ArrayList<Future<TokenVerdict>>();
            for (int i = 0; i < 200; i++) {
                TokenIssuer issuer = i % 4 == 3 ? globex : acme;
                verdicts.add(threads.submit(() -> verdict(issuer, token)));
            }
            for (int i = 0; i < 200; i++) {
                TokenVerdict verdict = verdicts.get(i).get();
                if (i % 4 == 3) {
                    assertThat(verdict).isInstanceOf(TokenVerdict.Bad.class);
                } else {
                    assertThat(verdict).isEqualTo(new TokenVerdict.Good(ann));
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** The verdict as the pipeline gets it: at once, or else by computing and waiting. */
    protected final TokenVerdict verdict(TokenIssuer issuer, String token) {
        return Verdicts.of(verifier(), issuer, token);
    }
}
