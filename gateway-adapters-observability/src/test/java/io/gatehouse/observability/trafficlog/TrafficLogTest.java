package io.gatehouse.observability.trafficlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.TestExchanges;
import io.gatehouse.domain.traffic.TrafficListener;
import io.gatehouse.domain.traffic.TrafficListenerContract;
import io.gatehouse.observability.grouping.ExchangeGroups;
import io.gatehouse.observability.tally.TrafficTallies;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TrafficLogTest extends TrafficListenerContract {

    private static final long MEBIBYTE = 1 << 20;

    private final TrafficQueue queue =
            new TrafficQueue(List.of(new TrafficLog(100, MEBIBYTE, 1_000_000_000)), new ManualClock());

    @AfterEach
    void close() {
        queue.close();
    }

    @Override
    protected TrafficListener listener() {
        queue.start();
        return queue;
    }

    /** One whose thread has not begun. */
    @Override
    protected TrafficListener stalled() {
        return queue;
    }

    @Override
    protected long kept() {
        return queue.waiting();
    }

    @Override
    protected long mostKept() {
        return TrafficQueue.CAPACITY;
    }

    @Test
    void staysBoundedThroughSecondsOf100000Calls() {
        staysBounded(3);
    }

    @Tag("proof")
    @Test
    void staysBoundedThroughAMinuteOf100000CallsASecond() {
        staysBounded(60);
    }

    /** Of 20,000 keys of 3,000 tenants, every tenth refused. */
    private static void staysBounded(int seconds) {
        var clock = new ManualClock();
        long most = 4 * MEBIBYTE;
        var log = new TrafficLog(10_000, most, 1_000_000_000);
        var tallies = new TrafficTallies();
        var fed = new TrafficQueue(List.of(log), clock);
        var groups = new ExchangeGroups(clock);
        groups.tellWhereThereIsRoom(tallies::add);
        ExchangeRecord[] calls = new ExchangeRecord[20_000];
        for (int i = 0; i < calls.length; i++) {
            String tenant = "tenant-" + i % 3_000;
            ExchangeRecord call =
                    TestExchanges.matched(TestExchanges.get("/items/" + i, 200), "/route-" + i % 500, "svc");
            call = TestExchanges.calledBy(
                    call, new ExchangeRecord.CalledBy(tenant, "app", tenant + "/app/key-" + i, "shop/basic", null));
            calls[i] = i % 10 == 0 ? TestExchanges.refused(call, Rejection.TOO_MANY_REQUESTS) : call;
        }
        long given = 0;
        for (int tick = 0; tick < seconds * 50; tick++) {
            for (int i = 0; i < 2_000; i++) {
                ExchangeRecord call = calls[(int) (given++ % calls.length)];
                fed.ended(call);
                groups.ended(call);
            }
            fed.drain();
            groups.collect();
            clock.advance(Duration.ofMillis(20));
            if (tick % 50 == 0) {
                assertThat(log.store().bytes()).isLessThanOrEqualTo(most);
                assertThat(log.store().count()).isLessThanOrEqualTo(10_000);
            }
        }
        assertThat(fed.dropped()).isZero();
        assertThat(groups.missed()).isZero();
        assertThat(log.skipped()).isEqualTo(seconds * 90_000L);
        assertThat(tallies.lastMinute(clock.epochMillis()).requests())
                .isBetween(Math.min(seconds, 50) * 100_000L, seconds * 100_000L);
        assertThat(tallies.secondEnded(clock.epochMillis(), new TrafficTallies.Saturation(0, null, 0, 1, null))
                        .sum()
                        .requests())
                .isEqualTo(seconds * 100_000L);
        assertThat(tallies.nearest(20, clock.epochMillis())).isEmpty();
    }

    /** Whoever fails 20,000 times in a second is not all that is seen of it. */
    @Test
    void keepsWhatOthersWereRefusedBesideATenantThatIsRefusedAllTheTime() {
        var log = new TrafficLog(10_000, 64 * MEBIBYTE, 1_000_000_000);
        for (int i = 0; i < 20_000; i++) {
            log.ended(refused(i % 2 == 0 ? null : "loud"), ManualClock.START_MILLIS);
        }
        for (int i = 0; i < 200; i++) {
            log.ended(refused("quiet-" + i % 20), ManualClock.START_MILLIS);
        }
        assertThat(log.skipped()).isEqualTo(17_500);
        for (int tenant = 0; tenant < 20; tenant++) {
            String name = "quiet-" + tenant;
            assertThat(kept(log, name)).as(name).isEqualTo(10);
        }
        for (int i = 0; i < 100_000; i++) {
            log.ended(refused("tenant-" + i), ManualClock.START_MILLIS);
        }
        assertThat(log.store().count()).as("of however many tenants").isEqualTo(5_000);
    }

    private static ExchangeRecord refused(@Nullable String tenant) {
        ExchangeRecord refused = TestExchanges.refused(TestExchanges.get("/", 429), Rejection.TOO_MANY_REQUESTS);
        return tenant == null ? refused : TestExchanges.ofTenant(refused, tenant);
    }

    private static int kept(TrafficLog log, String tenant) {
        try {
            return log.store()
                    .page(ExchangeFilter.of(Map.of("tenant", tenant)), 0, 500)
                    .exchanges()
                    .size();
        } catch (ExchangeFilter.UnusableFilter e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void dropsAndCountsWhatFindsTheQueueFull() {
        var log = new TrafficLog(100, MEBIBYTE, 1_000_000_000);
        var fed = new TrafficQueue(List.of(log), new ManualClock());
        for (int i = 0; i < TrafficQueue.CAPACITY + 10; i++) {
            fed.ended(TestExchanges.get("/", 200));
        }
        assertThat(fed.dropped()).isEqualTo(10);
        fed.drain();
        assertThat(log.store().count()).isEqualTo(100);
    }

    /**
     * The thread that looks is held for good, by whoever reads: those who report exchanges go on, else this never ends. They are the threads that serve
     * requests, and touch nothing that a reader touches but the queue.
     */
    @Test
    void whoReportsNeverWaitsForWhoeverReads() throws Exception {
        var held = new CountDownLatch(1);
        var released = new CountDownLatch(1);
        TrafficQueue.Reader stalled = (exchange, now) -> {
            held.countDown();
            await(released);
        };
        int calls = 4 * TrafficQueue.CAPACITY;
        try (var fed = new TrafficQueue(List.of(stalled), new ManualClock())) {
            fed.start();
            fed.ended(TestExchanges.get("/", 200));
            assertThat(held.await(30, TimeUnit.SECONDS)).isTrue();
            var reporting = new Thread(() -> {
                for (int i = 0; i < calls; i++) {
                    fed.ended(TestExchanges.get("/", 200));
                }
            });
            reporting.start();
            reporting.join();
            assertThat(fed.waiting()).isEqualTo(TrafficQueue.CAPACITY);
            assertThat(fed.dropped()).isEqualTo(calls - TrafficQueue.CAPACITY);
            released.countDown();
        }
    }

    private static void await(CountDownLatch released) {
        try {
            released.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    @Test
    void goesOnWhereAReaderFails() {
        var log = new TrafficLog(100, MEBIBYTE, 1_000_000_000);
        TrafficQueue.Reader broken = (exchange, now) -> {
            throw new IllegalStateException("thrown on purpose, logged once");
        };
        var fed = new TrafficQueue(List.of(broken, log), new ManualClock());
        fed.ended(TestExchanges.get("/", 200));
        fed.drain();
        assertThat(log.store().count()).isEqualTo(1);
    }
}
