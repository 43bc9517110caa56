package io.gatehouse.security.opaque;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.security.claims.Refusals;
import io.gatehouse.security.fixture.Issuers;
import io.gatehouse.security.verdict.VerdictCache;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How often an issuer is asked. */
class CachedTokensTest {

    private static final OpaqueAnswer GOOD =
            new OpaqueAnswer(new TokenVerdict.Good(new User("ann", Set.of())), Long.MAX_VALUE);

    private final ManualClock clock = new ManualClock();
    private final AtomicInteger asked = new AtomicInteger();
    private final CachedTokens tokens =
            new CachedTokens(new VerdictCache(1 << 20, clock), new VerdictCache(1 << 20, clock));

    @Test
    void asksOnceWithinTheCacheTime() {
        OpaqueIssuer issuer = issuer(Duration.ofSeconds(30), GOOD);
        assertThat(tokens.atOnce(issuer, "t")).isNull();
        assertThat(tokens.waiting(issuer, "t")).isEqualTo(GOOD.verdict());
        clock.advance(Duration.ofSeconds(29));
        assertThat(tokens.atOnce(issuer, "t")).isEqualTo(GOOD.verdict());
        clock.advance(Duration.ofSeconds(2));
        assertThat(tokens.atOnce(issuer, "t")).isNull();
        assertThat(tokens.waiting(issuer, "t")).isEqualTo(GOOD.verdict());
        assertThat(asked).hasValue(2);
    }

    @Test
    void remembersNothingBeyondTheEndOfTokens() {
        var ending = new OpaqueAnswer(GOOD.verdict(), clock.epochMillis() + 10_000);
        OpaqueIssuer issuer = issuer(Duration.ofHours(1), ending);
        tokens.waiting(issuer, "t");
        clock.advance(Duration.ofMillis(9_999));
        assertThat(tokens.atOnce(issuer, "t")).isEqualTo(GOOD.verdict());
        clock.advance(Duration.ofMillis(1));
        assertThat(tokens.atOnce(issuer, "t")).isNull();
    }

    @Test
    void remembersNothingWhereTheCacheTimeIsZero() {
        OpaqueIssuer issuer = issuer(Duration.ZERO, GOOD);
        tokens.waiting(issuer, "t");
        assertThat(tokens.atOnce(issuer, "t")).isNull();
    }

    @Test
    void remembersRefusalsToo() {
        OpaqueIssuer issuer = issuer(Duration.ofSeconds(30), OpaqueAnswer.bad(Refusals.INACTIVE));
        tokens.waiting(issuer, "t");
        assertThat(tokens.atOnce(issuer, "t")).isEqualTo(Refusals.INACTIVE);
    }

    @Test
    void remembersNothingThatCouldNotBeFoundOut() {
        OpaqueIssuer issuer = issuer(Duration.ofSeconds(30), OpaqueAnswer.unknown("no answer"));
        for (int i = 1; i <= 3; i++) {
            assertThat(tokens.waiting(issuer, "t")).isInstanceOf(TokenVerdict.Unknown.class);
            assertThat(tokens.atOnce(issuer, "t")).isNull();
            assertThat(asked).hasValue(i);
        }
    }

    @Test
    void remembersNothingForOtherSettings() {
        tokens.waiting(issuer(Duration.ofSeconds(30), GOOD), "t");
        assertThat(tokens.atOnce(issuer(Duration.ofSeconds(30), GOOD), "t")).isNull();
    }

    @Test
    void keepsGoodVerdictsWhateverRefusalsCome() {
        OpaqueIssuer issuer = issuer(Duration.ofSeconds(30), GOOD);
        tokens.waiting(issuer, "good");
        OpaqueIssuer refusing = issuer(Duration.ofSeconds(30), OpaqueAnswer.bad(Refusals.INACTIVE));
        for (int i = 0; i < 20_000; i++) {
            tokens.waiting(refusing, "made-up-" + i);
        }
        assertThat(tokens.atOnce(issuer, "good")).isEqualTo(GOOD.verdict());
    }

    @Test
    void asksOnceForAllWhoWantTheSame() throws InterruptedException, ExecutionException {
        var begun = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        OpaqueIssuer issuer = issuer(Duration.ZERO, token -> {
            asked.incrementAndGet();
            begun.countDown();
            await(go);
            return GOOD;
        });
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<TokenVerdict>> verdicts = new ArrayList<>();
            verdicts.add(threads.submit(() -> tokens.waiting(issuer, "t")));
            begun.await();
            var arriving = new CountDownLatch(15);
            for (int i = 0; i < 15; i++) {
                verdicts.add(threads.submit(() -> {
                    arriving.countDown();
                    return tokens.waiting(issuer, "t");
                }));
            }
            arriving.await();
            go.countDown();
            for (Future<TokenVerdict> verdict : verdicts) {
                assertThat(verdict.get()).isEqualTo(GOOD.verdict());
            }
            assertThat(asked.get()).as("one, or another for who came late").isLessThan(16);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void asksOneIssuerForSoManyTokensAtATime() throws InterruptedException, ExecutionException {
        var begun = new CountDownLatch(32);
        var go = new CountDownLatch(1);
        OpaqueIssuer slow = issuer(Duration.ofSeconds(30), token -> {
            begun.countDown();
            await(go);
            return GOOD;
        });
        ExecutorService threads = Executors.newFixedThreadPool(32);
        try {
            List<Future<TokenVerdict>> verdicts = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                String token = "t" + i;
                verdicts.add(threads.submit(() -> tokens.waiting(slow, token)));
            }
            begun.await();
            assertThat(tokens.waiting(slow, "one-too-many")).isInstanceOf(TokenVerdict.Unknown.class);
            OpaqueIssuer other = issuer(Duration.ofSeconds(30), GOOD);
            assertThat(tokens.waiting(other, "t")).isEqualTo(GOOD.verdict());
            go.countDown();
            for (Future<TokenVerdict> verdict : verdicts) {
                assertThat(verdict.get()).isEqualTo(GOOD.verdict());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void goesOnAfterSourcesThatThrow() {
        OpaqueIssuer broken = issuer(Duration.ofSeconds(30), token -> {
            throw new IllegalStateException("a defect");
        });
        for (int i = 0; i < 100; i++) {
            try {
                tokens.waiting(broken, "t");
            } catch (IllegalStateException defect) {
                assertThat(defect).hasMessage("a defect");
            }
        }
        assertThat(broken.places().availablePermits()).isEqualTo(32);
    }

    @Test
    void asksForNothingThatCanBeNoToken() {
        OpaqueIssuer issuer = issuer(Duration.ofSeconds(30), GOOD);
        for (String token : new String[] {"", " ", "a b", "a\nb", "\u00e4", "a".repeat(8193)}) {
            assertThat(tokens.waiting(issuer, token)).isInstanceOf(TokenVerdict.Bad.class);
        }
        assertThat(asked).hasValue(0);
    }

    private OpaqueIssuer issuer(Duration cache, OpaqueAnswer answer) {
        return issuer(cache, token -> {
            asked.incrementAndGet();
            return answer;
        });
    }

    private static OpaqueIssuer issuer(Duration cache, OpaqueTokens source) {
        TokenIssuer.Opaque settings = Issuers.opaque("tenant/acme", URI.create("http://localhost/"), cache, null);
        return OpaqueIssuer.of(settings, any -> source);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
