package io.gatehouse.security.opaque;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.identity.Verdicts;
import io.gatehouse.domain.identity.Verification;
import io.gatehouse.domain.identity.Verification.Reached;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.security.fetch.WaitingCallers;
import io.gatehouse.security.fixture.Issuers;
import io.gatehouse.security.opaque.CachedTokens.AskingTurns;
import io.gatehouse.security.opaque.OpaqueTokens.OpaqueTokenResult;
import io.gatehouse.security.verdict.Refusals;
import io.gatehouse.security.verdict.VerdictCache;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How often an issuer is asked. */
class CachedTokensTest {

    private static final OpaqueTokenResult GOOD =
            new OpaqueTokenResult(new TokenVerdict.Good(new User("ann", Set.of())), Long.MAX_VALUE);

    private static final int MOST_WAITING = 128;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ManualClock clock = new ManualClock();
    private final AtomicInteger asked = new AtomicInteger();
    private final VerdictCache good = new VerdictCache(1 << 20, clock);
    private final VerdictCache bad = new VerdictCache(1 << 20, clock);

    @Test
    void asksOnceWithinTheCacheTime() {
        CachedTokens issuer = issuer(Duration.ofSeconds(30), GOOD);
        assertThat(issuer.atOnce("t")).isNull();
        assertThat(waiting(issuer, "t")).isEqualTo(GOOD.verdict());
        clock.advance(Duration.ofSeconds(29));
        assertThat(issuer.atOnce("t")).isEqualTo(GOOD.verdict());
        clock.advance(Duration.ofSeconds(2));
        assertThat(issuer.atOnce("t")).isNull();
        assertThat(waiting(issuer, "t")).isEqualTo(GOOD.verdict());
        assertThat(asked).hasValue(2);
    }

    @Test
    void remembersNothingBeyondTheEndOfTokens() {
        var ending = new OpaqueTokenResult(GOOD.verdict(), clock.epochMillis() + 10_000);
        CachedTokens issuer = issuer(Duration.ofHours(1), ending);
        waiting(issuer, "t");
        clock.advance(Duration.ofMillis(9_999));
        assertThat(issuer.atOnce("t")).isEqualTo(GOOD.verdict());
        clock.advance(Duration.ofMillis(1));
        assertThat(issuer.atOnce("t")).isNull();
    }

    @Test
    void remembersNothingWhereTheCacheTimeIsZero() {
        CachedTokens issuer = issuer(Duration.ZERO, GOOD);
        waiting(issuer, "t");
        assertThat(issuer.atOnce("t")).isNull();
    }

    @Test
    void remembersRefusalsToo() {
        CachedTokens issuer = issuer(Duration.ofSeconds(30), OpaqueTokenResult.bad(Refusals.INACTIVE));
        waiting(issuer, "t");
        assertThat(issuer.atOnce("t")).isEqualTo(Refusals.INACTIVE);
    }

    @Test
    void remembersNothingThatCouldNotBeFoundOut() {
        CachedTokens issuer = issuer(Duration.ofSeconds(30), OpaqueTokenResult.unknown("no answer"));
        for (int i = 1; i <= 3; i++) {
            assertThat(waiting(issuer, "t")).isInstanceOf(TokenVerdict.Unknown.class);
            assertThat(issuer.atOnce("t")).isNull();
            assertThat(asked).hasValue(i);
        }
    }

    @Test
    void remembersNothingForOtherSettings() {
        waiting(issuer(Duration.ofSeconds(30), GOOD), "t");
        assertThat(issuer(Duration.ofSeconds(30), GOOD).atOnce("t")).isNull();
    }

    @Test
    void keepsGoodVerdictsWhateverRefusalsCome() {
        CachedTokens issuer = issuer(Duration.ofSeconds(30), GOOD);
        waiting(issuer, "good");
        CachedTokens refusing = issuer(Duration.ofSeconds(30), OpaqueTokenResult.bad(Refusals.INACTIVE));
        for (int i = 0; i < 20_000; i++) {
            waiting(refusing, "made-up-" + i);
        }
        assertThat(issuer.atOnce("good")).isEqualTo(GOOD.verdict());
    }

    @Test
    void asksOnceForAllWhoWantTheSame() {
        var answer = new CompletableFuture<OpaqueTokenResult>();
        CachedTokens issuer = issuer(Duration.ZERO, token -> {
            asked.incrementAndGet();
            return answer;
        });
        List<CompletableFuture<Verification>> waiting = begin(issuer, "acme", "t", "t", "t", "t");
        assertThat(asked).hasValue(1);
        answer.complete(GOOD);
        assertThat(waiting).allSatisfy(one -> assertThat(one.join()).isEqualTo(new Reached(GOOD.verdict())));
        waiting(issuer, "t");
        assertThat(asked).as("again, when nobody asks").hasValue(2);
    }

    @Test
    void asksOneIssuerForSoManyTokensAtATimeAndForTheRestInTurn() {
        var answers = new LinkedHashMap<String, CompletableFuture<OpaqueTokenResult>>();
        CachedTokens slow = issuer(Duration.ofSeconds(30), token -> {
            var answer = new CompletableFuture<OpaqueTokenResult>();
            answers.put(token, answer);
            return answer;
        });
        String[] crowd = IntStream.range(0, 100).mapToObj(i -> "crowd-" + i).toArray(String[]::new);
        List<CompletableFuture<Verification>> waiting = begin(slow, "crowd", crowd);
        CompletableFuture<Verification> other = begin(slow, "other", "mine").get(0);
        assertThat(answers).hasSize(AskingTurns.MOST_ASKED).doesNotContainKey("mine");
        answers.get("crowd-0").complete(GOOD);
        answers.get("crowd-1").complete(GOOD);
        assertThat(answers).as("the other tenant's turn comes next but one").containsKey("mine");
        answers.get("mine").complete(GOOD);
        assertThat(other.join()).isEqualTo(new Reached(GOOD.verdict()));
        for (String token : crowd) {
            answers.get(token).complete(GOOD);
        }
        assertThat(waiting).allSatisfy(one -> assertThat(one.join()).isEqualTo(new Reached(GOOD.verdict())));
    }

    @Test
    void turnsAwayTenantsOfWhomTooManyWaitAndNobodyElse() {
        CachedTokens silent = issuer(Duration.ofSeconds(30), token -> new CompletableFuture<>());
        String[] crowd = IntStream.range(0, MOST_WAITING).mapToObj(i -> "t" + i).toArray(String[]::new);
        begin(silent, "crowd", crowd);
        assertThat(silent.verify("crowd", "one-too-many"))
                .isEqualTo(new Reached(new TokenVerdict.Busy(TokenVerdict.Authority.ISSUER)));
        assertThat(silent.verify("other", "mine")).isInstanceOf(Verification.Await.class);
    }

    @Test
    void asksForNoTokenThatNobodyWaitsForAnyMore() {
        var first = new CompletableFuture<OpaqueTokenResult>();
        OpaqueTokens source = token -> {
            asked.incrementAndGet();
            return first;
        };
        CachedTokens impatient = issuer(Duration.ofSeconds(30), source, Duration.ofMillis(1));
        List<TokenVerdict> verdicts = new ArrayList<>();
        for (int i = 0; i < 2 * AskingTurns.MOST_ASKED; i++) {
            verdicts.add(Verdicts.end(impatient.verify("acme", "t" + i)));
        }
        assertThat(verdicts).allMatch(TokenVerdict.Unknown.class::isInstance);
        assertThat(asked).hasValue(AskingTurns.MOST_ASKED);
        first.complete(GOOD);
        assertThat(asked).as("nobody waits for the others").hasValue(AskingTurns.MOST_ASKED);
    }

    @Test
    void goesOnAfterSourcesThatThrowOrFail() {
        CachedTokens broken = issuer(Duration.ofSeconds(30), token -> {
            if (asked.incrementAndGet() % 2 == 0) {
                return CompletableFuture.failedFuture(new IllegalStateException("a defect"));
            }
            throw new IllegalStateException("a defect");
        });
        for (int i = 1; i <= 100; i++) {
            assertThat(waiting(broken, "t")).isInstanceOf(TokenVerdict.Unknown.class);
            assertThat(asked).hasValue(i);
        }
    }

    @Test
    void asksForNothingThatCanBeNoToken() {
        CachedTokens issuer = issuer(Duration.ofSeconds(30), GOOD);
        for (String token : new String[] {"", " ", "a b", "a\nb", "\u00e4"}) {
            assertThat(waiting(issuer, token)).isInstanceOf(TokenVerdict.Bad.class);
        }
        assertThat(asked).hasValue(0);
    }

    private List<CompletableFuture<Verification>> begin(CachedTokens issuer, String tenant, String... some) {
        List<CompletableFuture<Verification>> begun = new ArrayList<>();
        for (String token : some) {
            var await = (Verification.Await) issuer.verify(tenant, token);
            begun.add(await.result().toCompletableFuture());
        }
        return begun;
    }

    private TokenVerdict waiting(CachedTokens issuer, String token) {
        TokenVerdict known = issuer.atOnce(token);
        return known == null ? Verdicts.end(issuer.verify("acme", token)) : known;
    }

    private CachedTokens issuer(Duration cache, OpaqueTokenResult answer) {
        return issuer(cache, token -> {
            asked.incrementAndGet();
            return CompletableFuture.completedFuture(answer);
        });
    }

    private CachedTokens issuer(Duration cache, OpaqueTokens source) {
        return issuer(cache, source, PATIENCE);
    }

    private CachedTokens issuer(Duration cache, OpaqueTokens source, Duration patience) {
        TokenIssuer.Opaque settings = Issuers.opaque("tenant/acme", URI.create("http://localhost/"), cache, null);
        var waiting = new WaitingCallers("tenant/acme", MOST_WAITING, PATIENCE);
        return new CachedTokens(settings, source, waiting, good, bad, patience);
    }
}
