package io.gatehouse.http.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.http.timer.Await;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
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
    void losesAndDoublesNothingBetweenManyThreads() {
        int writers = 4;
        int each = 20_000;
        var ring = new RecordRing(64);
        for (int writer = 0; writer < writers; writer++) {
            String name = "/" + writer;
            start(() -> {
                for (int i = 0; i < each; i++) {
                    while (!ring.offer(numbered(name, i))) {
                        LockSupport.parkNanos(1_000);
                    }
                }
            });
        }
        Map<String, Long> next = new HashMap<>();
        Await.until("all is read", () -> {
            for (ExchangeRecord read = ring.poll(); read != null; read = ring.poll()) {
                long expected = next.getOrDefault(read.path(), 0L);
                assertThat(read.bytesIn()).as("the next of %s", read.path()).isEqualTo(expected);
                next.put(read.path(), expected + 1);
            }
            ring.release();
            return next.values().stream().mapToLong(count -> count).sum() == (long) writers * each;
        });
        assertThat(next)
                .hasSize(writers)
                .allSatisfy((name, count) -> assertThat(count).isEqualTo(each));
        assertThat(ring.poll()).isNull();
        assertThat(ring.size()).isZero();
    }

    private static ExchangeRecord numbered(String path, long number) {
        return new ExchangeRecord(
                "id",
                0,
                0,
                "::1",
                "GET",
                path,
                "HTTP/1.1",
                null,
                null,
                null,
                200,
                number,
                0,
                null,
                -1,
                0,
                null,
                null,
                null);
    }

    private static void start(Runnable work) {
        var thread = new Thread(work, "ring-writer");
        thread.setDaemon(true);
        thread.start();
    }
}
