package io.gatehouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program with 256 MB of heap, whose bucket of a day 1.3 million callers meet, each once: it lives, and who was over his limit
 * before still is.
 */
@Tag("proof")
class MillionsOfCallersTest {

    private static final Pattern LISTENING = Pattern.compile("listening on http://127\\.0\\.0\\.1:(\\d+), ");
    private static final int LIMIT = 10;
    private static final int OVER_THEIR_LIMIT = 2_000;
    private static final int CALLERS = 1_300_000;
    private static final int CLIENTS = 4;
    private static final int AT_A_TIME = 16;

    @TempDir
    Path folder;

    @Test
    void doNotFillTheHeapAndLetNobodyOff() throws Exception {
        try (Program gateway = Program.start(
                List.of("-Xmx256m", "-XX:TieredStopAtLevel=4", "-XX:+ExitOnOutOfMemoryError"),
                Map.of(),
                "run",
                "--config",
                configuration().toString())) {
            Matcher told = LISTENING.matcher(
                    gateway.awaitErr(line -> LISTENING.matcher(line).find()));
            assertThat(told.find()).isTrue();
            int port = Integer.parseInt(told.group(1));
            try (var client = new KeepAliveClient(port)) {
                for (int n = 0; n < OVER_THEIR_LIMIT; n++) {
                    String address = over(n);
                    assertThat(statuses(client, 0, LIMIT, any -> address)).doesNotContain(429);
                }

                flood(port);

                assertThat(statuses(client, 0, OVER_THEIR_LIMIT, MillionsOfCallersTest::over))
                        .containsOnly(429);
            }
        }
    }

    /** The edge counts; a service under maintenance answers, so that no upstream is needed. */
    private Path configuration() throws IOException {
        Files.writeString(folder.resolve("services.yml"), """
                throttling:
                  strategies: { daily: { algorithm: token-bucket, capacity: %d, refill: 1/h, per: address } }
                  edge: daily
                services:
                  orders:
                    maintenance: { on: true, status: 503, message: Stocktaking }
                    versions: { "1": { hosts: ["http://127.0.0.1:1"], requires: [] } }
                """.formatted(LIMIT));
        return Files.writeString(folder.resolve("gateway.yml"), """
                listen: { address: "127.0.0.1:0" }
                admin: { address: "127.0.0.1:0" }
                trusted-proxies: ["127.0.0.1"]
                access-log: { format: off }
                registry: { file: { path: services.yml, watch: false } }
                """);
    }

    private static void flood(int port) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Callable<@Nullable Void>> clients = new ArrayList<>();
            for (int n = 0; n < CLIENTS; n++) {
                int first = n * (CALLERS / CLIENTS);
                clients.add(() -> {
                    try (var client = new KeepAliveClient(port)) {
                        assertThat(statuses(client, first, CALLERS / CLIENTS, MillionsOfCallersTest::newcomer))
                                .containsOnly(503);
                    }
                    return null;
                });
            }
            for (Future<?> done : pool.invokeAll(clients)) {
                done.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    /** Which statuses so many calls get; several are under way at a time. */
    private static List<Integer> statuses(KeepAliveClient client, int first, int count, IntFunction<String> address)
            throws IOException {
        List<Integer> seen = new ArrayList<>();
        for (int done = 0; done < count; done += AT_A_TIME) {
            int now = Math.min(AT_A_TIME, count - done);
            var calls = new StringBuilder();
            for (int n = 0; n < now; n++) {
                calls.append("GET /orders HTTP/1.1\r\nHost: gateway\r\nX-Forwarded-For: ")
                        .append(address.apply(first + done + n))
                        .append("\r\n\r\n");
            }
            client.send(calls.toString());
            for (int n = 0; n < now; n++) {
                int status = client.answer().status();
                if (!seen.contains(status)) {
                    seen.add(status);
                }
            }
        }
        return seen;
    }

    private static String over(int number) {
        return "10.0." + (number >> 8) + "." + (number & 255);
    }

    private static String newcomer(int number) {
        return "2001:db8:" + Integer.toHexString(number >> 16) + ":" + Integer.toHexString(number & 0xffff) + "::1";
    }
}
