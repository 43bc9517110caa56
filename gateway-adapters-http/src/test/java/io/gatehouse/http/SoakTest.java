package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.http.timer.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Clients and upstreams that misbehave by chance, all at once: every exchange ends once, and nothing is left of any. */
class SoakTest {

    private static final int CLIENTS = 12;
    private static final int ROUNDS = 40;
    private static final long SEED = 20_251_121;

    private static final String[] REQUESTS = {
        "GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n",
        "HEAD /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n",
        "POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 4\r\n\r\nbody",
        "POST /svc/x HTTP/1.1\r\nHost: gw\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n",
        "GET /nobody HTTP/1.1\r\nHost: gw\r\n\r\n",
        "POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 9999999\r\n\r\nbody",
        "GET /svc/x HTTP/1.1\r\nHost: gw\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
        "POST /svc/x HTTP/1.1\r\nHost: gw\r\nTransfer-Encoding: gzip\r\n\r\n",
    };

    private static final String[] ANSWERS = {
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\nuntil the end",
        "HTTP/1.1 204 No\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nhalf",
        "HTTP/1.1 103 Hints\r\n\r\n",
        "garbage\r\n\r\n",
        "HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\nhello",
        "",
    };

    @Test
    void endsEveryExchangeExactlyOnce() throws Exception {
        var asked = new Asked(new AtomicInteger(), new AtomicInteger());
        var calm = new AtomicBoolean();
        try (Backend one = misbehaving(1, calm);
                Backend other = misbehaving(2, calm);
                TestGateway gateway = TestGateway.to(one, other)
                        .timeouts(Duration.ofSeconds(1), Duration.ofMillis(300), Duration.ofMillis(300), null)
                        .patience(Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofMillis(300))
                        .ioThreads(2)
                        .start()) {
            List<Thread> clients = new ArrayList<>();
            for (int n = 0; n < CLIENTS; n++) {
                var random = new Random(SEED + n);
                var client = new Thread(() -> misbehave(gateway, random, asked));
                clients.add(client);
                client.start();
            }
            for (Thread client : clients) {
                client.join();
            }
            gateway.records.await(asked.certainly().get());
            Await.until("no client is connected", () -> gateway.server.connections() == 0);
            Await.until("nothing is in flight", () -> gateway.server.inFlight() == 0);
            Await.until("all permits are back", () -> gateway.permits() == 0);
            Await.until("the last connections are idle or closed", () -> gateway.open() == gateway.idle());

            calm.set(true);
            Answer after = gateway.get("/svc/x");
            assertThat(after.status()).isEqualTo(200);
            assertThat(after.text()).isEqualTo("ok");

            var ids = new HashSet<String>();
            assertThat(gateway.records).extracting(ExchangeRecord::requestId).allMatch(ids::add);
            assertThat(ids)
                    .hasSizeBetween(
                            asked.certainly().get(),
                            asked.certainly().get() + asked.perhaps().get() + 1);
        }
    }

    /**
     * Requests that the gateway must have read, and those whose client has cut the connection, so that what was not read by then is
     * lost.
     */
    private record Asked(AtomicInteger certainly, AtomicInteger perhaps) {}

    private static void misbehave(TestGateway gateway, Random random, Asked asked) {
        for (int round = 0; round < ROUNDS; round++) {
            try (RawClient client = gateway.connect()) {
                client.socket.setSoTimeout(20_000);
                String request = REQUESTS[random.nextInt(REQUESTS.length)];
                client.send(request);
                int manner = random.nextInt(4);
                boolean reset = manner == 0 && random.nextBoolean();
                (reset ? asked.perhaps() : asked.certainly()).incrementAndGet();
                switch (manner) {
                    case 0 -> leave(gateway, client, reset);
                    case 1 -> client.head();
                    default -> client.answer(request.startsWith("HEAD"));
                }
            } catch (IOException expected) {
                // Many of these exchanges cannot end well.
            }
        }
    }

    /** Leaves, mostly not so early that the gateway has not even read the request. */
    private static void leave(TestGateway gateway, RawClient client, boolean reset) throws IOException {
        int before = gateway.records.size();
        for (int i = 0; i < 5 && gateway.records.size() == before; i++) {
            Await.pause();
        }
        if (reset) {
            client.reset();
        }
    }

    /** Answers by chance, until all is {@code calm}: from then on as it should. */
    private static Backend misbehaving(int seed, AtomicBoolean calm) throws IOException {
        var random = new Random(SEED * seed);
        return new Backend(line -> {
            while (line.readHead()) {
                if (calm.get()) {
                    line.write(ANSWERS[0]);
                    continue;
                }
                int manner;
                String answer;
                synchronized (random) {
                    manner = random.nextInt(8);
                    answer = ANSWERS[random.nextInt(ANSWERS.length)];
                }
                if (manner == 0) {
                    line.reset();
                    return;
                }
                if (manner != 1) {
                    line.body = Wire.body(line.in, line.head, false);
                }
                if (manner == 2) {
                    line.awaitEnd();
                    return;
                }
                line.write(answer);
                if (!answer.contains("ok")) {
                    return;
                }
            }
        });
    }
}
