package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.domain.time.WatchedCount;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One of three hosts is killed and started again under load. */
class HostLossTest {

    private static final int CLIENTS = 8;
    private static final String PROBED =
            "    health-check: { path: /heartbeat, interval: 100ms, timeout: 5s, unhealthy-after: 1, healthy-after: 1 }\n";

    private final AtomicBoolean running = new AtomicBoolean(true);
    private final WatchedCount good = new WatchedCount();
    private final AtomicInteger late = new AtomicInteger();
    private volatile long noticedNanos = Long.MAX_VALUE;

    @Test
    void costsNothingOnceItIsNoticed() throws Exception {
        try (Backend one = Backend.start("one");
                Backend two = Backend.start("two");
                Backend three = Backend.start("three");
                Gatehouse gateway =
                        Gatehouse.start(Configurations.of(Configurations.orders(PROBED, one, two, three)))) {
            List<Thread> clients = startClients(gateway);
            awaitGood(200);

            two.stop();
            Eventually.logged("the loss is noticed", () -> health(gateway).contains("\"healthy\":false"));
            noticedNanos = System.nanoTime();
            awaitGood(good.get() + 500);

            two.start();
            Eventually.logged("it is back", () -> !health(gateway).contains("\"healthy\":false"));
            int callsBefore = two.calls();
            two.awaitCalls(callsBefore + 50);

            running.set(false);
            for (Thread client : clients) {
                client.join();
            }
            assertThat(late.get())
                    .as("failures of calls that began after the loss was noticed")
                    .isZero();
        }
    }

    private void awaitGood(int calls) {
        good.await(calls + " good calls", now -> now >= calls);
    }

    private List<Thread> startClients(Gatehouse gateway) {
        var clients = new ArrayList<Thread>();
        for (int i = 0; i < CLIENTS; i++) {
            var client = new Thread(() -> call(gateway), "load-" + i);
            client.setDaemon(true);
            client.start();
            clients.add(client);
        }
        return clients;
    }

    private void call(Gatehouse gateway) {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        var request = Calls.request(gateway.address(), "/orders/items").build();
        while (running.get()) {
            long began = System.nanoTime();
            try {
                boolean succeeded =
                        client.send(request, BodyHandlers.discarding()).statusCode() == 200;
                count(succeeded, began);
            } catch (IOException e) {
                count(false, began);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void count(boolean succeeded, long began) {
        if (succeeded) {
            good.add(1);
        } else if (began > noticedNanos) {
            late.incrementAndGet();
        }
    }

    private static String health(Gatehouse gateway) throws Exception {
        return Calls.admin(gateway, "/health").body();
    }
}
