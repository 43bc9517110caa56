package io.gatehouse.compiler.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.time.ManualClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CooperativeYieldTest {

    private static final Duration TURN = Duration.ofNanos(10_000);
    private static final int TURNS = 10_000;

    private final ManualClock clock = new ManualClock();
    private final AtomicInteger offers = new AtomicInteger();

    @Test
    void offersTheProcessorInEachTurnWhereNobodyTakesIt() {
        work(Duration.ofNanos(1_000));

        assertThat(offers).hasValue(TURNS);
    }

    @Test
    void worksAtLeastAsLongAsItHasWaited() {
        long begun = clock.nanoTime();
        work(Duration.ofMillis(10));

        Duration work = TURN.multipliedBy(TURNS);
        assertThat(clock.nanoTime() - begun)
                .isBetween(
                        work.multipliedBy(19).dividedBy(10).toNanos(),
                        work.multipliedBy(21).dividedBy(10).toNanos());
    }

    /** A long loop, where each offer is taken for this long. */
    private void work(Duration taken) {
        var courtesy = new CooperativeYield(clock, () -> {
            offers.incrementAndGet();
            clock.advance(taken);
        });
        for (int turn = 0; turn < TURNS; turn++) {
            courtesy.offer();
            clock.advance(TURN);
        }
    }
}
