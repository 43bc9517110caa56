package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.startup.Gatehouse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients that open the live feed and never read from it do not slow down anybody's requests. */
class StalledFeedReaderTest {

    private static final int READERS = 16;
    private static final int ROUNDS = 9;

    /** Much, as making and sending the events takes a part of the same processors. */
    private static final double MOST = 3;

    private static final String LOST = "event: lost\n";

    /**
     * In turns without readers and with as many as there may be, each time the 99th percentile of one after the other; the median of what one is to the
     * other, so that a machine that is busy meanwhile counts on both sides. That no thread that serves requests ever waits for a reader shows
     * {@code TrafficLogTest} in the module of the feed.
     */
    @Test
    @Tag("proof")
    void changeNoPercentile() throws Exception {
        try (Backend quick = Backend.start("quick");
                Gatehouse gateway = Gatehouse.start(Configurations.of(Configurations.orders(quick)))) {
            p99(gateway, 20_000);
            List<Double> ratios = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                long alone = p99(gateway, 2_000);
                List<RawConnection> readers = stalled(gateway);
                // They have lost events by then, as what waits for a reader is bounded.
                p99(gateway, 6_000);
                long beside = p99(gateway, 2_000);
                ratios.add((double) beside / alone);
                if (round == ROUNDS - 1) {
                    assertThat(readToLost(readers.get(0))).endsWith(LOST);
                }
                for (RawConnection reader : readers) {
                    reader.close();
                }
            }
            double median = ratios.stream().sorted().toList().get(ROUNDS / 2);
            System.out.printf("p99 beside %d readers of the feed that have stalled: %.2f times%n", READERS, median);
            assertThat(median)
                    .as("p99 beside stalled readers to p99 alone: %s", ratios)
                    .isLessThanOrEqualTo(MOST);
        }
    }

    private static List<RawConnection> stalled(Gatehouse gateway) throws Exception {
        List<RawConnection> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            RawConnection reader = RawConnection.to(gateway.adminAddress())
                    .send("GET /dashboard/api/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
            assertThat(reader.readHead()).startsWith("HTTP/1.1 200 ");
            readers.add(reader);
        }
        return readers;
    }

    private static String readToLost(RawConnection reader) throws Exception {
        var seen = new StringBuilder();
        while (seen.length() < LOST.length() || seen.indexOf(LOST, seen.length() - LOST.length()) < 0) {
            seen.append(reader.read(1));
        }
        return seen.toString();
    }

    /** The 99th percentile of so many calls, one after the other, in nanoseconds. */
    private static long p99(Gatehouse gateway, int calls) throws Exception {
        long[] took = new long[calls];
        try (RawConnection client = RawConnection.to(gateway.address())) {
            for (int i = 0; i < calls; i++) {
                long begun = System.nanoTime();
                client.send("GET /orders/v1/x HTTP/1.1\r\nHost: gateway\r\n\r\n");
                assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
                client.read("quick /x".length());
                took[i] = System.nanoTime() - begun;
            }
        }
        Arrays.sort(took);
        return took[calls * 99 / 100];
    }
}
