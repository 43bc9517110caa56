package io.gatehouse.security.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.identity.KeyMaterial;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.identity.Verdicts;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.security.fixture.Issuers;
import io.gatehouse.security.fixture.JwtText;
import io.gatehouse.security.fixture.LocalProvider;
import io.gatehouse.security.fixture.SigningKey;
import io.gatehouse.security.fixture.TestSettings;
import io.gatehouse.security.keys.KeySetTimings;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys come and go behind a real server while many threads have tokens verified; the clock is moved, not waited for. */
class KeyRotationTest {

    private static final int THREADS = 6;
    private static final int ROTATIONS = 12;
    private static final KeySetTimings TIMINGS = KeySetTimings.REMOTE;

    private final ManualClock clock = new ManualClock();
    private final LocalProvider provider = new LocalProvider();
    private final GatewayTokenVerifier verifier = new GatewayTokenVerifier(TestSettings.EAGER, clock);
    private final TokenIssuer issuer = Issuers.signed(
            "tenant/acme", new KeyMaterial.KeySet(provider.at("/jwks.json").toString(), false), "ES256");

    @AfterEach
    void stop() {
        verifier.close();
        provider.close();
    }

    @Test
    void refusesNoValidTokenWhileKeysAreRotated() throws InterruptedException {
        var load = new Load();
        provider.answer(200, SigningKey.set(key(0)));
        load.sign(key(0));
        load.start();
        for (int rotation = 1; rotation <= ROTATIONS; rotation++) {
            provider.answer(200, SigningKey.set(key(rotation - 1), key(rotation)));
            load.sign(key(rotation));
            load.awaitSome();
            clock.advance(TIMINGS.insistEvery().multipliedBy(2));
        }
        load.stop();
        assertThat(load.refused).isEmpty();
        assertThat(provider.requests()).as("fetches").hasSizeBetween(ROTATIONS, 4 * ROTATIONS);
    }

    @Test
    void refusesRetiredKeysAfterTheCacheTimeUnderLoad() throws InterruptedException {
        SigningKey retired = key(0);
        provider.answer(200, SigningKey.set(retired, key(1)));
        String seen = token(retired, "seen");
        assertThat(verdict(seen)).isInstanceOf(TokenVerdict.Good.class);
        provider.answer(200, SigningKey.set(key(1)));
        var load = new Load();
        load.sign(key(1));
        load.start();
        clock.advance(TIMINGS.mostAge()
                .plus(TokenVerificationSettings.DEFAULT.verdictAge())
                .plusMillis(1));
        for (int i = 0; i < 20; i++) {
            assertThat(verdict(token(retired, "u" + i))).isInstanceOf(TokenVerdict.Bad.class);
            assertThat(verdict(seen)).isInstanceOf(TokenVerdict.Bad.class);
        }
        load.awaitSome();
        load.stop();
        assertThat(load.refused).isEmpty();
    }

    @Test
    void goesOnWithOldKeysWhileTheEndpointIsDown() {
        provider.answer(200, SigningKey.set(key(0)));
        assertThat(verdict(token(key(0), "ann"))).isInstanceOf(TokenVerdict.Good.class);
        provider.answer(503, "");
        for (int i = 0; i < 20; i++) {
            clock.advance(TIMINGS.mostAge());
            assertThat(verdict(token(key(0), "u" + i))).isInstanceOf(TokenVerdict.Good.class);
        }
        assertThat(verdict(token(key(1), "ann"))).isInstanceOf(TokenVerdict.Unknown.class);
    }

    private static SigningKey key(int number) {
        return SigningKey.of("ES256", "rotated-" + number);
    }

    private String token(SigningKey key, String user) {
        return JwtText.of(key, "{\"sub\":\"" + user + "\",\"exp\":" + (clock.epochMillis() / 1000 + 3600) + "}");
    }

    private TokenVerdict verdict(String token) {
        return Verdicts.of(verifier, issuer, token);
    }

    /** Threads that have ever new tokens of the newest key verified. */
    private final class Load {
        private final Queue<TokenVerdict> refused = new ConcurrentLinkedQueue<>();
        private final Map<Integer, AtomicLong> verified = new ConcurrentHashMap<>();
        private final CountDownLatch ended = new CountDownLatch(THREADS);
        private volatile List<String> newest;
        private volatile boolean over;

        /** Goes over to tokens of this key, signed ahead so that the threads do nothing but have them verified. */
        void sign(SigningKey key) {
            newest = IntStream.range(0, 24).mapToObj(i -> token(key, "u" + i)).toList();
        }

        void start() {
            for (int i = 0; i < THREADS; i++) {
                int number = i;
                verified.put(number, new AtomicLong());
                var thread = new Thread(() -> work(number));
                thread.setDaemon(true);
                thread.start();
            }
        }

        private void work(int number) {
            while (!over) {
                long count = verified.get(number).incrementAndGet();
                List<String> tokens = newest;
                TokenVerdict verdict = verdict(tokens.get((int) (count % tokens.size())));
                if (!(verdict instanceof TokenVerdict.Good)) {
                    refused.add(verdict);
                }
            }
            ended.countDown();
        }

        /** Until every thread has verified some more, with the newest key. */
        void awaitSome() throws InterruptedException {
            for (AtomicLong count : verified.values()) {
                long until = count.get() + 20;
                long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
                while (count.get() < until) {
                    assertThat(System.nanoTime()).as("a thread is stuck").isLessThan(deadline);
                    ended.await(1, TimeUnit.MILLISECONDS);
                }
            }
        }

        void stop() throws InterruptedException {
            over = true;
            assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }
}
