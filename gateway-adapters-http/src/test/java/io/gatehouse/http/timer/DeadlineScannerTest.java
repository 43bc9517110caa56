package io.gatehouse.http.timer;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.SystemClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

/** What has a defect ends; what else the thread watches goes on being watched. */
class DeadlineScannerTest {

    private final AtomicInteger broken = new AtomicInteger();
    private final CountDownLatch checked = new CountDownLatch(3);
    private final CountDownLatch ended = new CountDownLatch(1);
    private XnioWorker worker;
    private DeadlineScanner ticker;

    @BeforeEach
    void start() throws IOException {
        worker = Xnio.getInstance()
                .createWorker(OptionMap.builder()
                        .set(Options.WORKER_IO_THREADS, 1)
                        .set(Options.THREAD_DAEMON, true)
                        .getMap());
        ticker = new DeadlineScanner(worker.getIoThread(), new SystemClock());
    }

    @AfterEach
    void stop() {
        worker.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void endsWhatThrowsAndGoesOnWithEverythingElse(boolean failsToEnd) throws Exception {
        var defect = new WatchedDeadline() {
            @Override
            public void check(long nowNanos) {
                broken.incrementAndGet();
                throw new StackOverflowError();
            }

            @Override
            public void giveUp() {
                ended.countDown();
                if (failsToEnd) {
                    throw new IllegalStateException("broken");
                }
            }
        };
        ticker.thread().execute(() -> {
            ticker.watch(new Checked());
            ticker.watch(defect);
            ticker.watch(new Checked());
        });

        assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(checked.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(broken).hasValue(1);
        assertThat(defect.isWatched()).isFalse();
    }

    @Test
    void beginsToTickAgainAfterTheOnlyOneHasFailed() throws Exception {
        ticker.thread()
                .execute(() -> ticker.watch(new WatchedDeadline() {
                    @Override
                    public void check(long nowNanos) {
                        throw new IllegalStateException("broken");
                    }

                    @Override
                    public void giveUp() {
                        ended.countDown();
                    }
                }));
        assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();

        ticker.thread().execute(() -> ticker.watch(new Checked()));
        assertThat(checked.await(60, TimeUnit.SECONDS)).isTrue();
    }

    /** A timer never runs early, so a busy machine changes nothing here. */
    @Test
    void ticksNoFasterForWhatBeginsToBeWatchedWithinATick() throws Exception {
        int ticks = 6;
        var passed = new CountDownLatch(ticks);
        long begun = System.nanoTime();
        ticker.thread()
                .execute(() -> ticker.watch(new WatchedDeadline() {
                    @Override
                    public void check(long nowNanos) {
                        var another = new Checked();
                        ticker.watch(another);
                        ticker.forget(another);
                        passed.countDown();
                    }

                    @Override
                    public void giveUp() {}
                }));
        assertThat(passed.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(100) * (ticks - 1));
    }

    @Test
    void letsTheThreadServeOthersWhereVeryManyAreOverAtOnce() throws Exception {
        int many = 200;
        var clock = new SteppedClock();
        var slow = new DeadlineScanner(worker.getIoThread(), clock);
        var order = new ArrayList<String>();
        var all = new CountDownLatch(many);
        slow.thread().execute(() -> {
            for (int i = 0; i < many; i++) {
                slow.watch(new WatchedDeadline() {
                    @Override
                    public void check(long nowNanos) {
                        if (order.isEmpty()) {
                            slow.thread().execute(() -> order.add("another"));
                        }
                        order.add("over");
                        clock.now += TimeUnit.MILLISECONDS.toNanos(1);
                        slow.forget(this);
                        all.countDown();
                    }

                    @Override
                    public void giveUp() {}
                });
            }
        });
        assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(order).hasSize(many + 1);
        assertThat(order.indexOf("another")).isBetween(1, 16);
    }

    /** Stands still but for what takes long. */
    private static final class SteppedClock implements GatewayClock {

        private long now;

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public long epochMillis() {
            return 0;
        }
    }

    private final class Checked extends WatchedDeadline {
        @Override
        public void check(long nowNanos) {
            checked.countDown();
        }

        @Override
        public void giveUp() {}
    }
}
