package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.startup.Gatehouse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A service whose backend hangs, with a crowd that waits for it, does not slow down its neighbour. */
@Tag("slow")
class HangingNeighbourTest {

    private static final String REGISTRY = """
            services:
              hanging:
                concurrency: { limit: 10, queue: { length: 1000, timeout: 5m, tenant-share: 100%% } }
                timeouts: { response: 10m, idle: 10m }
                versions: { "1": { hosts: ["%s"], requires: [] } }
              quick:
                versions: { "1": { hosts: ["%s"], requires: [] } }
            """;

    private final List<RawConnection> crowd = new ArrayList<>();
    private HoldingBackend hanging;
    private Backend quick;
    private Gatehouse gateway;

    @BeforeEach
    void start() throws Exception {
        hanging = new HoldingBackend();
        quick = Backend.start("quick");
        gateway = Gatehouse.start(Configurations.with(
                "limits: { max-connections-per-address: 10000 }\n", REGISTRY.formatted(hanging.url(), quick.url())));
    }

    @AfterEach
    void stop() throws Exception {
        for (RawConnection one : crowd) {
            one.close();
        }
        hanging.close();
        gateway.close();
        quick.close();
    }

    private void crowd(int waiting) throws Exception {
        for (int i = 0; i < waiting + 10; i++) {
            crowd.add(RawConnection.to(gateway.address()).send("GET /hanging/v1/x HTTP/1.1\r\nHost: gateway\r\n\r\n"));
        }
        waiting(waiting);
    }

    private void waiting(int count) throws Exception {
        Eventually.shows(gateway, "gatehouse_concurrency_waiting{service=\"hanging\",version=\"1\"} " + count);
    }

    /** The 99th percentile of so many calls, one after the other, in nanoseconds. */
    private long p99(int calls) throws Exception {
        long[] took = new long[calls];
        try (RawConnection client = RawConnection.to(gateway.address())) {
            for (int i = 0; i < calls; i++) {
                long begun = System.nanoTime();
                client.send("GET /quick/v1/x HTTP/1.1\r\nHost: gateway\r\n\r\n");
                assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
                client.read("quick /x".length());
                took[i] = System.nanoTime() - begun;
            }
        }
        Arrays.sort(took);
        return took[calls * 99 / 100];
    }

    @Test
    void isServedAsEver() throws Exception {
        crowd(100);
        assertThat(p99(200)).isPositive();
        assertThat(hanging.held()).isEqualTo(10);
        assertThat(quick.calls()).isEqualTo(200);
    }

    /** Medians of rounds, without the crowd before it comes and after it has gone, so that neither warm-up nor the machine counts. */
    @Test
    @Tag("proof")
    void isServedAsQuicklyAsEver() throws Exception {
        p99(20_000);
        List<Long> alone = new ArrayList<>(rounds());
        crowd(500);
        List<Long> beside = rounds();
        for (RawConnection one : crowd) {
            one.close();
        }
        waiting(0);
        alone.addAll(rounds());

        double ratio = median(beside) / (double) median(alone);
        System.out.printf(
                "p99 beside 500 calls that wait %d us, alone %d us: %.2f times%n",
                median(beside) / 1000, median(alone) / 1000, ratio);
        assertThat(ratio)
                .as("p99 beside 500 calls that wait, %s, and alone, %s", beside, alone)
                .isLessThanOrEqualTo(1.5);
    }

    private List<Long> rounds() throws Exception {
        List<Long> rounds = new ArrayList<>();
        for (int round = 0; round < 9; round++) {
            rounds.add(p99(3000));
        }
        return rounds;
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
