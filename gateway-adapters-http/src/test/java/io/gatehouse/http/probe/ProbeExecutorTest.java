package io.gatehouse.http.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.http.timer.Await;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProbeExecutorTest {

    private final ProbeExecutor slots = new ProbeExecutor();

    @AfterEach
    void close() {
        slots.close();
    }

    @Test
    void runsEverythingButNotMoreThanTheLimitAtOnce() throws InterruptedException {
        int all = 10 * ProbeExecutor.MOST;
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        var gate = new CountDownLatch(1);
        var done = new CountDownLatch(all);
        for (int i = 0; i < all; i++) {
            slots.run(() -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                awaitQuietly(gate);
                now.decrementAndGet();
                done.countDown();
            });
        }
        Await.until("all slots are taken", () -> now.get() == ProbeExecutor.MOST);
        gate.countDown();
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(most).hasValue(ProbeExecutor.MOST);

        var again = new CountDownLatch(ProbeExecutor.MOST);
        for (int i = 0; i < ProbeExecutor.MOST; i++) {
            slots.run(again::countDown);
        }
        assertThat(again.await(20, TimeUnit.SECONDS)).as("slots are given back").isTrue();
    }

    @Test
    void dropsWhatWaitsWhenClosed() throws InterruptedException {
        var gate = new CountDownLatch(1);
        var running = new CountDownLatch(ProbeExecutor.MOST);
        var ran = new AtomicInteger();
        for (int i = 0; i < ProbeExecutor.MOST; i++) {
            slots.run(() -> {
                running.countDown();
                awaitQuietly(gate);
            });
        }
        assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
        slots.run(ran::incrementAndGet);
        slots.close();
        gate.countDown();
        slots.run(ran::incrementAndGet);
        Await.until("all threads have ended", ProbeExecutorTest::noThreads);
        assertThat(ran).hasValue(0);
    }

    private static boolean noThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("gatehouse-probe"));
    }

    private static void awaitQuietly(CountDownLatch gate) {
        try {
            gate.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
