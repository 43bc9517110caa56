package io.gatehouse.domain.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PerSecondTest {

    private static final long NOW = 1_735_689_600_999L;

    @Test
    void letsSoManyThroughInEachSecond() {
        var few = new PerSecond(2);
        assertThat(few.take(NOW)).isTrue();
        assertThat(few.take(NOW)).isTrue();
        assertThat(few.take(NOW)).isFalse();
        assertThat(few.take(NOW - 900)).isFalse();
        assertThat(few.take(NOW + 1)).isTrue();
        assertThat(few.leftOut()).isEqualTo(2);
        assertThat(new PerSecond(0).take(NOW)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new PerSecond(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new PerSecond(1 << 24));
    }

    @Test
    void letsNoMoreThroughWhereManyAsk() throws Exception {
        var some = new PerSecond(1_000);
        var taken = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Void> asking = () -> {
                for (int i = 0; i < 1_000; i++) {
                    taken.addAndGet(some.take(NOW) ? 1 : 0);
                }
                return null;
            };
            for (Future<Void> done : threads.invokeAll(Collections.nCopies(4, asking))) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(taken).hasValue(1_000);
        assertThat(some.leftOut()).isEqualTo(3_000);
    }
}
