package io.gatehouse.http.timer;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.time.Timer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScheduledTimerTest {

    private final ScheduledTimer timer = new ScheduledTimer();

    @AfterEach
    void close() {
        timer.close();
    }

    @Test
    void runsTasksInTheOrderTheyAreDueAndNotBefore() throws InterruptedException {
        var ran = new LinkedBlockingQueue<String>();
        long begun = System.nanoTime();
        timer.after(Duration.ofMillis(900), () -> ran.add("late"));
        timer.after(Duration.ofMillis(1), () -> ran.add("early"));
        assertThat(ran.poll(60, TimeUnit.SECONDS)).isEqualTo("early");
        assertThat(ran.poll(60, TimeUnit.SECONDS)).isEqualTo("late");
        assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(900_000_000);
    }

    @Test
    void runsOnADaemonThreadOfItsOwn() throws InterruptedException {
        var threads = new LinkedBlockingQueue<Thread>();
        timer.after(Duration.ZERO, () -> threads.add(Thread.currentThread()));
        Thread thread = threads.poll(60, TimeUnit.SECONDS);
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getName()).isEqualTo("gatehouse-timer");
    }

    @Test
    void forgetsCancelledTasksAtOnce() throws InterruptedException {
        var ran = new AtomicInteger();
        var cancellations = IntStream.range(0, 10_000)
                .mapToObj(i -> timer.after(Duration.ofHours(1), ran::incrementAndGet))
                .toList();
        assertThat(timer.waiting()).isEqualTo(10_000);
        cancellations.forEach(Timer.Cancellation::cancel);
        cancellations.forEach(Timer.Cancellation::cancel);
        assertThat(timer.waiting()).isZero();

        assertThat(ran).hasValue(0);
    }

    @Test
    void runsNoTaskThatWasCancelledWhileAnotherRan() throws InterruptedException {
        var ran = new LinkedBlockingQueue<String>();
        var gate = new CountDownLatch(1);
        timer.after(Duration.ZERO, () -> awaitQuietly(gate));
        Timer.Cancellation due = timer.after(Duration.ZERO, () -> ran.add("cancelled"));
        timer.after(Duration.ZERO, () -> ran.add("next"));
        due.cancel();
        gate.countDown();
        assertThat(ran.poll(60, TimeUnit.SECONDS)).isEqualTo("next");
    }

    @Test
    void goesOnWhenTasksThrow() throws InterruptedException {
        var next = new CountDownLatch(2);
        timer.after(Duration.ZERO, () -> {
            throw new IllegalStateException("thrown on purpose, logged once");
        });
        timer.after(Duration.ZERO, () -> {
            throw new AssertionError("thrown on purpose, logged once");
        });
        timer.after(Duration.ZERO, next::countDown);
        timer.after(Duration.ofMillis(1), next::countDown);
        assertThat(next.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void takesDelaysOfAnyLength() throws InterruptedException {
        var ran = new LinkedBlockingQueue<String>();
        timer.after(Duration.ofSeconds(Long.MAX_VALUE), () -> ran.add("at the end of time"));
        timer.after(Duration.ofMillis(-5), () -> ran.add("overdue"));
        timer.after(Duration.ofMillis(5), () -> ran.add("soon"));
        assertThat(ran.poll(60, TimeUnit.SECONDS)).isEqualTo("overdue");
        assertThat(ran.poll(60, TimeUnit.SECONDS)).isEqualTo("soon");
    }

    @Test
    void dropsTasksSilentlyOnceClosed() throws InterruptedException {
        var ran = new AtomicInteger();
        var gate = new CountDownLatch(1);
        timer.after(Duration.ZERO, () -> awaitQuietly(gate));
        timer.after(Duration.ZERO, ran::incrementAndGet);
        timer.close();
        timer.after(Duration.ZERO, ran::incrementAndGet).cancel();
        gate.countDown();
        assertThat(timer.awaitEnd(Duration.ofSeconds(10))).isTrue();
        assertThat(ran).hasValue(0);
    }

    private static void awaitQuietly(CountDownLatch gate) {
        try {
            gate.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
