package io.gatehouse.http.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.traffic.ExchangeRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecordRingTest {

    @Test
    void givesBackWhatWasPutInInOrder() {
        var ring = new RecordRing(4);
        for (int round = 0; round < 10; round++) {
            assertThat(ring.offer(Records.good("/a" + round))).isTrue();
            assertThat(ring.offer(Records.good("/b" + round))).isTrue();
            assertThat(ring.poll().path()).isEqualTo("/a" + round);
            assertThat(ring.poll().path()).isEqualTo("/b" + round);
            assertThat(ring.poll()).isNull();
            ring.release();
        }
    }

    @Test
    void refusesWhenFullUntilPlacesAreReleased() {
        var ring = new RecordRing(3);
        for (int i = 0; i < 4; i++) {
            assertThat(ring.offer(Records.good("/" + i))).isTrue();
        }
        assertThat(ring.offer(Records.good("/late"))).isFalse();
        assertThat(ring.poll()).isNotNull();
        assertThat(ring.offer(Records.good("/late"))).isFalse();
        assertThat(ring.size()).isEqualTo(4);
        ring.release();
        assertThat(ring.size()).isEqualTo(3);
        assertThat(ring.offer(Records.good("/late"))).isTrue();
        assertThat(ring.offer(Records.good("/late"))).isFalse();
    }

    @Test
    void losesAndDoublesNothingBetweenManyThreads() throws InterruptedException {
        int writers = 4;
        int each = 50_000;
        var ring = new RecordRing(64);
        var accepted = new AtomicLong();
        var done = new CountDownLatch(writers);
        for (int writer = 0; writer < writers; writer++) {
            String name = "/" + writer;
            start(() -> {
                for (int i = 0; i < each; i++) {
                    if (ring.offer(numbered(name, i))) {
                        accepted.incrementAndGet();
                    } else {
                        Thread.onSpinWait();
                    }
                }
                done.countDown();
            });
        }
        List<ExchangeRecord> read = new ArrayList<>();
        while (done.getCount() > 0 || ring.size() > 0) {
            for (ExchangeRecord next = ring.poll(); next != null; next = ring.poll()) {
                read.add(next);
            }
            ring.release();
        }
        assertThat(done.await(1, TimeUnit.SECONDS)).isTrue();
        assertThat(read).hasSize((int) accepted.get());
        assertThat(accepted.get()).isPositive();
        Map<String, Long> last = new HashMap<>();
        for (ExchangeRecord exchange : read) {
            Long before = last.put(exchange.path(), exchange.bytesIn());
            assertThat(before == null || before < exchange.bytesIn()).isTrue();
        }
        assertThat(last).hasSize(writers);
    }

    private static ExchangeRecord numbered(String path, long number) {
        return new ExchangeRecord(
                "id", 0, 0, "::1", "GET", path, "HTTP/1.1", null, null, null, 200, number, 0, null, -1, 0, null, null);
    }

    private static void start(Runnable work) {
        var thread = new Thread(work, "ring-writer");
        thread.setDaemon(true);
        thread.start();
    }
}
