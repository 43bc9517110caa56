package io.gatehouse.security.jwks;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.security.fixture.SigningKey;
import io.gatehouse.security.key.KeyAnswer;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a set is fetched and what is answered meanwhile, with a clock that stands still and work done where it is asked. */
class KeySetTest {

    private static final SigningKey OLD = SigningKey.of("EdDSA", "old");
    private static final SigningKey NEW = SigningKey.of("EdDSA", "new");
    private static final KeySetTimings TIMINGS = KeySetTimings.REMOTE;

    private final ManualClock clock = new ManualClock();
    private final ScriptedSource source = new ScriptedSource();
    private final KeySet set = new KeySet("test", source, TIMINGS, clock, Runnable::run);

    @BeforeEach
    void holdOneKey() {
        source.hold(OLD);
    }

    @Test
    void fetchesNothingBeforeSomebodyMayWait() {
        assertThat(set.atOnce("old", "EdDSA")).isNull();
        assertThat(source.reads()).isZero();
        assertFound(set.waiting("old", "EdDSA"));
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
        assertThat(set.waiting("old", "EdDSA")).isInstanceOf(KeyAnswer.Absent.class);
        assertFound(set.atOnce("new", "EdDSA"));
    }

    @Test
    void fetchesOutOfTurnForUnknownKeys() {
        load();
        source.hold(OLD, NEW);
        assertThat(set.atOnce("new", "EdDSA")).isNull();
        assertFound(set.waiting("new", "EdDSA"));
        assertThat(source.reads()).isEqualTo(2);
    }

    @Test
    void boundsHowOftenUnknownKeysAreFetchedFor() {
        load();
        for (int i = 0; i < 1000; i++) {
            assertThat(set.waiting("unknown-" + i, "EdDSA")).isInstanceOf(KeyAnswer.Absent.class);
        }
        assertThat(source.reads()).as("the first fetch and two in a row").isEqualTo(3);
        assertThat(set.atOnce("unknown", "EdDSA")).isInstanceOf(KeyAnswer.Absent.class);
        for (int i = 0; i < 6; i++) {
            clock.advance(TIMINGS.insistEvery());
            for (int j = 0; j < 100; j++) {
                assertThat(set.waiting("more", "EdDSA")).isInstanceOf(KeyAnswer.Absent.class);
            }
        }
        assertThat(source.reads()).as("and one for each interval").isEqualTo(9);
    }

    @Test
    void keepsKeysWhileTheSourceFails() {
        load();
        source.fail();
        for (int minutes = 0; minutes < 11 * 60; minutes++) {
            clock.advance(Duration.ofMinutes(1));
            KeyAnswer answer = set.atOnce("old", "EdDSA");
            assertFound(answer == null ? set.waiting("old", "EdDSA") : answer);
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
        assertFound(set.waiting("old", "EdDSA"));
        clock.advance(TIMINGS.keptWithoutAnswer());
        assertThat(set.waiting("old", "EdDSA")).isInstanceOf(KeyAnswer.Unreachable.class);
    }

    @Test
    void doesNotCallKeysUnknownThatTheFailingSourceMightKnow() {
        load();
        source.fail();
        assertThat(set.waiting("new", "EdDSA")).isInstanceOf(KeyAnswer.Unreachable.class);
        assertThat(set.atOnce("new", "EdDSA")).isInstanceOf(KeyAnswer.Unreachable.class);
    }

    @Test
    void leavesFailingSourcesAloneForAWhile() {
        source.fail();
        for (int i = 0; i < 100; i++) {
            assertThat(set.waiting("old", "EdDSA")).isInstanceOf(KeyAnswer.Unreachable.class);
        }
        assertThat(source.reads()).isEqualTo(1);
        source.hold(OLD);
        clock.advance(TIMINGS.retryAfter());
        assertFound(set.waiting("old", "EdDSA"));
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
        assertThat(set.waiting("old", "EdDSA")).isInstanceOf(KeyAnswer.Absent.class);
    }

    @Test
    void findsNoKeyForAlgorithmsOfAnotherKind() {
        load();
        assertThat(set.waiting("old", "RS256")).isInstanceOf(KeyAnswer.Absent.class);
        assertThat(set.waiting("old", "HS256")).isInstanceOf(KeyAnswer.Absent.class);
    }

    private void load() {
        assertFound(set.waiting("old", "EdDSA"));
    }

    private static void assertFound(KeyAnswer answer) {
        assertThat(answer).isInstanceOf(KeyAnswer.Found.class);
    }
}
