package io.gatehouse.security.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.domain.time.ManualTimer;
import io.gatehouse.security.fixture.SigningKey;
import io.gatehouse.security.keys.KeySet.KeyLookupResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a set is fetched and what is answered meanwhile, with a clock that stands still and work done where it is asked. */
class KeySetTest {

    private static final SigningKey OLD = SigningKey.of("EdDSA", "old");
    private static final SigningKey NEW = SigningKey.of("EdDSA", "new");
    private static final KeySetTimings TIMINGS = KeySetTimings.REMOTE;

    private final ManualClock clock = new ManualClock();
    private final ScriptedSource source = new ScriptedSource();
    private final ManualTimer timer = new ManualTimer();
    private final KeySet set = set(Runnable::run);

    private KeySet set(Executor background) {
        return new KeySet(new KeySetFetch("test", source, TIMINGS, clock, timer, background), TIMINGS, clock);
    }

    @BeforeEach
    void holdOneKey() {
        source.hold(OLD);
    }

    @Test
    void fetchesNothingBeforeSomebodyMayWait() {
        assertThat(set.atOnce("old", "EdDSA")).isNull();
        assertThat(source.reads()).isZero();
        assertFound(waiting("old", "EdDSA"));
        assertFound(set.atOnce("old", "EdDSA"));
        assertThat(source.reads()).isEqualTo(1);
    }

    @Test
    void usesKeysWithoutFetchingWhileTheyAreFresh() {
        load();
        clock.advance(TIMINGS.refreshAfter());
        assertFound(set.atOnce("old", "EdDSA"));
        assertThat(source.reads()).isEqualTo(1);
    }

    @Test
    void refreshesBesideTheRequestBeforeKeysAreTooOld() {
        load();
        source.hold(NEW);
        clock.advance(TIMINGS.refreshAfter().plusMillis(1));
        assertFound(set.atOnce("old", "EdDSA"));
        assertThat(source.reads()).isEqualTo(2);
        assertFound(set.atOnce("new", "EdDSA"));
    }

    @Test
    void waitsForFreshKeysAfterNobodyHasAskedForLong() {
        load();
        source.hold(NEW);
        clock.advance(TIMINGS.mostAge().plusMillis(1));
        assertThat(set.atOnce("old", "EdDSA")).as("a retired key").isNull();
        assertThat(waiting("old", "EdDSA")).isInstanceOf(KeyLookupResult.Absent.class);
        assertFound(set.atOnce("new", "EdDSA"));
    }

    @Test
    void fetchesOutOfTurnForUnknownKeys() {
        load();
        source.hold(OLD, NEW);
        assertThat(set.atOnce("new", "EdDSA")).isNull();
        assertFound(waiting("new", "EdDSA"));
        assertThat(source.reads()).isEqualTo(2);
    }

    @Test
    void callsNoKeyAbsentBeforeAFetchThatBeganLaterDidNotBringIt() {
        load();
        assertThat(set.atOnce("new", "EdDSA")).isNull();
        CompletableFuture<KeyLookupResult> junk = ask("junk");
        assertThat(junk).isNotDone();
        pass(TIMINGS.insistEvery());
        assertThat(junk).isCompletedWithValueMatching(KeyLookupResult.Absent.class::isInstance);

        CompletableFuture<KeyLookupResult> more = ask("more-junk");
        source.hold(OLD, NEW);
        CompletableFuture<KeyLookupResult> good = ask("new");
        assertThat(good).as("a fetch has just been").isNotDone();
        pass(TIMINGS.insistEvery());
        assertThat(good).isCompletedWithValueMatching(KeyLookupResult.Found.class::isInstance);
        assertThat(more).isCompletedWithValueMatching(KeyLookupResult.Absent.class::isInstance);
        assertThat(source.reads()).isEqualTo(3);
    }

    @Test
    void doesNotTakeAFetchUnderWayForOneThatHasBegunLater() {
        load();
        clock.advance(TIMINGS.insistEvery());
        CompletableFuture<byte[]> slow = source.stall();
        CompletableFuture<KeyLookupResult> early = ask("new");
        assertThat(source.reads()).isEqualTo(2);
        clock.advance(TIMINGS.insistEvery());
        CompletableFuture<KeyLookupResult> late = ask("new");
        assertThat(source.reads()).as("one at a time").isEqualTo(2);
        source.hold(OLD, NEW);
        slow.complete(SigningKey.set(OLD).getBytes(StandardCharsets.UTF_8));
        assertThat(early).isCompletedWithValueMatching(KeyLookupResult.Absent.class::isInstance);
        assertThat(late).isCompletedWithValueMatching(KeyLookupResult.Found.class::isInstance);
        assertThat(source.reads()).isEqualTo(3);
    }

    @Test
    void boundsHowOftenUnknownKeysAreFetchedFor() {
        load();
        for (int second = 1; second <= 10; second++) {
            List<CompletableFuture<KeyLookupResult>> asked = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                asked.add(ask("unknown-" + i));
            }
            pass(TIMINGS.insistEvery());
            assertThat(asked)
                    .allSatisfy(answer ->
                            assertThat(answer).isCompletedWithValueMatching(KeyLookupResult.Absent.class::isInstance));
            assertThat(source.reads()).as("fetches").isEqualTo(1 + second);
        }
    }

    @Test
    void fetchesAnewWhereTheKeysThatAreKnownDoNotFit() {
        load();
        clock.advance(TIMINGS.insistEvery());
        source.hold(OLD, NEW);
        assertFound(set.newest(null, "EdDSA").toCompletableFuture().getNow(null));
        assertThat(source.reads()).isEqualTo(2);
        source.fail();
        clock.advance(TIMINGS.insistEvery());
        assertFound(set.newest(null, "EdDSA").toCompletableFuture().getNow(null));
        assertThat(source.reads()).isEqualTo(3);
        assertThat(set.newest(null, "EdDSA"))
                .isCompletedWithValueMatching(KeyLookupResult.Unreachable.class::isInstance);
        assertThat(source.reads()).as("it is left alone").isEqualTo(3);
    }

    @Test
    void asksAFailingSourceAgainForUnknownKeys() {
        load();
        source.fail();
        clock.advance(TIMINGS.insistEvery());
        assertThat(waiting("new", "EdDSA")).isInstanceOf(KeyLookupResult.Unreachable.class);
        source.hold(OLD, NEW);
        clock.advance(TIMINGS.retryAfter());
        assertFound(waiting("new", "EdDSA"));
    }

    @Test
    void keepsKeysWhileTheSourceFails() {
        load();
        source.fail();
        for (int minutes = 0; minutes < 11 * 60; minutes++) {
            clock.advance(Duration.ofMinutes(1));
            KeyLookupResult answer = set.atOnce("old", "EdDSA");
            assertFound(answer == null ? waiting("old", "EdDSA") : answer);
        }
        source.hold(NEW);
        clock.advance(TIMINGS.retryAfter());
        assertFound(set.atOnce("old", "EdDSA"));
        assertFound(set.atOnce("new", "EdDSA"));
    }

    @Test
    void givesKeysUpWhenTheSourceHasFailedForTooLong() {
        load();
        source.fail();
        clock.advance(TIMINGS.mostAge().plusMillis(1));
        assertFound(waiting("old", "EdDSA"));
        clock.advance(TIMINGS.keptWithoutAnswer());
        assertThat(waiting("old", "EdDSA")).isInstanceOf(KeyLookupResult.Unreachable.class);
    }

    @Test
    void doesNotCallKeysUnknownThatTheFailingSourceMightKnow() {
        load();
        source.fail();
        assertThat(waiting("new", "EdDSA")).isInstanceOf(KeyLookupResult.Unreachable.class);
        assertThat(set.atOnce("new", "EdDSA")).isInstanceOf(KeyLookupResult.Unreachable.class);
    }

    @Test
    void fetchesAgainAfterTheSystemHadNoThreadForIt() {
        var full = new AtomicBoolean(true);
        KeySet keys = set(work -> {
            if (full.get()) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            work.run();
        });
        assertThat(keys.waiting("old", "EdDSA").toCompletableFuture().getNow(null))
                .isInstanceOf(KeyLookupResult.Unreachable.class);
        full.set(false);
        clock.advance(TIMINGS.retryAfter());
        assertFound(keys.waiting("old", "EdDSA").toCompletableFuture().getNow(null));
    }

    @Test
    void leavesFailingSourcesAloneForAWhile() {
        source.fail();
        for (int i = 0; i < 100; i++) {
            assertThat(waiting("old", "EdDSA")).isInstanceOf(KeyLookupResult.Unreachable.class);
        }
        assertThat(source.reads()).isEqualTo(1);
        source.hold(OLD);
        clock.advance(TIMINGS.retryAfter());
        assertFound(waiting("old", "EdDSA"));
    }

    @Test
    void keepsKeysWhenGarbageComesInsteadOfThem() {
        load();
        for (String garbage : new String[] {"", "<html>", "[]", "{}", "{\"keys\":{}}", "{\"keys\":1}", "null"}) {
            source.text(garbage);
            clock.advance(TIMINGS.refreshAfter().plusMillis(1));
            assertFound(set.atOnce("old", "EdDSA"));
            assertFound(set.atOnce("old", "EdDSA"));
        }
    }

    @Test
    void believesSetsThatAreEmpty() {
        load();
        source.hold();
        clock.advance(TIMINGS.mostAge().plusMillis(1));
        assertThat(waiting("old", "EdDSA")).isInstanceOf(KeyLookupResult.Absent.class);
    }

    @Test
    void findsNoKeyForAlgorithmsOfAnotherKind() {
        load();
        assertThat(waiting("old", "RS256")).isInstanceOf(KeyLookupResult.Absent.class);
        assertThat(waiting("old", "HS256")).isInstanceOf(KeyLookupResult.Absent.class);
    }

    private void load() {
        assertFound(waiting("old", "EdDSA"));
    }

    /** The answer, for who waits as long as it takes. */
    private KeyLookupResult waiting(String id, String algorithm) {
        CompletableFuture<KeyLookupResult> answer = set.waiting(id, algorithm).toCompletableFuture();
        if (!answer.isDone()) {
            pass(TIMINGS.insistEvery());
        }
        return answer.getNow(null);
    }

    private CompletableFuture<KeyLookupResult> ask(String id) {
        return set.waiting(id, "EdDSA").toCompletableFuture();
    }

    private void pass(Duration time) {
        clock.advance(time);
        timer.advance(time);
    }

    private static void assertFound(KeyLookupResult answer) {
        assertThat(answer).isInstanceOf(KeyLookupResult.Found.class);
    }
}
