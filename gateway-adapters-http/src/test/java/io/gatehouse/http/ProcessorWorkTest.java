package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.WorkKind;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.tenancy.TestKeys;
import io.gatehouse.domain.time.Arrivals;
import io.gatehouse.domain.time.WatchedCount;
import io.gatehouse.http.timer.Await;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** Whose work of the processor is done when: that of tenants in turn, a little of each waiting, and none on I/O threads. */
class ProcessorWorkTest {

    private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    private static final int MOST_WAITING = 1024;

    private final Semaphore turns = new Semaphore(0, true);
    private final Queue<String> done = new ConcurrentLinkedQueue<>();
    private final WatchedCount begun = new WatchedCount();
    private final WatchedCount taken = new WatchedCount();
    private final Set<String> threads = ConcurrentHashMap.newKeySet();

    /** The path behind the service names the tenant; none is for callers without a key. */
    private final RequestStage caller = state -> {
        String tenant = state.route().apiPath().substring(1);
        return Decision.proceed(
                tenant.isEmpty() ? state : state.with(state.caller().with(TestKeys.ofTenant(tenant))));
    };

    private final RequestStage work = state -> new Decision.Offload(WorkKind.PROCESSOR, () -> {
        begun.add(1);
        threads.add(Thread.currentThread().getName());
        turns.acquireUninterruptibly();
        taken.add(1);
        done.add(state.caller().tenant());
        return Decision.proceed(state);
    });

    @Test
    void servesTenantsInTurnHoweverMuchOneOfThemSends() throws Exception {
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = start(backend)) {
            List<RawClient> crowd = send(gateway, "acme", THREADS + 100);
            begun.await("all threads to be taken", now -> now == THREADS);
            List<RawClient> others = send(gateway, "globex", 1);
            others.addAll(send(gateway, "", 1));
            awaitQueued(gateway, THREADS + 102);
            turns.release(THREADS + 4);
            assertThat(others.get(0).answer().status()).isEqualTo(200);
            assertThat(others.get(1).answer().status()).isEqualTo(200);
            taken.await("all turns to be taken", now -> now == THREADS + 4);
            assertThat(done)
                    .as("what was being done already, and one turn of each, or two")
                    .hasSizeLessThanOrEqualTo(THREADS + 4)
                    .contains("globex", "");
            turns.release(1000);
            for (RawClient client : crowd) {
                assertThat(client.answer().status()).isEqualTo(200);
            }
            close(crowd);
            close(others);
            assertThat(threads)
                    .hasSizeLessThanOrEqualTo(THREADS)
                    .allMatch(name -> name.startsWith("gatehouse-compute"));
        }
    }

    @Test
    void turnsAwayTheTenantOfWhomTooMuchWaitsAndNobodyElse() throws Exception {
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = start(backend)) {
            List<RawClient> crowd = send(gateway, "acme", THREADS);
            begun.await("all threads to be taken", now -> now == THREADS);
            crowd.addAll(send(gateway, "acme", MOST_WAITING));
            awaitQueued(gateway, THREADS + MOST_WAITING);

            Answer refused = gateway.get("/svc/acme");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.text()).contains("\"code\":\"" + Rejection.PROCESSOR_SHARE_USED.code() + "\"");
            assertThat(refused.header("Retry-After")).isEqualTo("1");

            List<RawClient> others = send(gateway, "globex", 1);
            others.addAll(send(gateway, "", 1));
            awaitQueued(gateway, THREADS + MOST_WAITING + 2);
            turns.release(THREADS + 4);
            assertThat(others.get(0).answer().status()).isEqualTo(200);
            assertThat(others.get(1).answer().status()).isEqualTo(200);
            for (RawClient client : crowd) {
                turns.release();
                assertThat(client.answer().status()).isEqualTo(200);
            }
            close(crowd);
            close(others);
        }
    }

    @Test
    void skipsTheWorkOfClientsThatHaveGone() throws Exception {
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = start(backend)) {
            List<RawClient> crowd = send(gateway, "acme", THREADS);
            begun.await("all threads to be taken", now -> now == THREADS);
            List<RawClient> gone = send(gateway, "acme", 50);
            awaitQueued(gateway, THREADS + 50);
            close(gone);
            Await.until("they have gone", () -> gateway.server.inFlight() == THREADS);
            List<RawClient> last = send(gateway, "acme", 1);
            turns.release(THREADS + 1);
            assertThat(last.get(0).answer().status()).isEqualTo(200);
            for (RawClient client : crowd) {
                assertThat(client.answer().status()).isEqualTo(200);
            }
            assertThat(begun.get()).isEqualTo(THREADS + 1);
            close(crowd);
            close(last);
        }
    }

    @Test
    void goesOnByItselfWhenWhatItAwaitsIsDecided() throws Exception {
        var decided = new Arrivals<CompletableFuture<Decision>>();
        Set<String> after = ConcurrentHashMap.newKeySet();
        RequestStage waiting = state -> {
            var later = new CompletableFuture<Decision>();
            decided.add(later);
            return new Decision.Await(later.thenApply(any -> Decision.proceed(state)));
        };
        RequestStage next = state -> {
            after.add(Thread.currentThread().getName());
            return Decision.proceed(state);
        };
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway =
                        TestGateway.to(backend).stages(waiting, next).start()) {
            List<RawClient> crowd = send(gateway, "", 800);
            decided.await(800);
            List<RawClient> gone = crowd.subList(400, 800);
            close(gone);
            Await.until("half of them has gone", () -> gateway.server.inFlight() == 400);
            decided.forEach(one -> one.complete(null));
            for (RawClient client : crowd.subList(0, 400)) {
                assertThat(client.answer().status()).isEqualTo(200);
            }
            close(crowd.subList(0, 400));
            gateway.settled(800);
            assertThat(after).allMatch(name -> name.startsWith("gatehouse I/O"));
        }
    }

    private TestGateway start(Backend backend) throws IOException {
        return TestGateway.to(backend)
                .stages(caller, work)
                .maxConnections(2 * MOST_WAITING, 0)
                .maxInFlight(2 * MOST_WAITING)
                .start();
    }

    /** A request is in flight before its work is queued, by the same I/O thread, which answers another one behind both. */
    private static void awaitQueued(TestGateway gateway, int inFlight) throws IOException {
        Await.until("all are in flight", () -> gateway.server.inFlight() == inFlight);
        assertThat(gateway.get("/nowhere").status()).isEqualTo(404);
    }

    private static List<RawClient> send(TestGateway gateway, String tenant, int count) throws IOException {
        var clients = new ArrayList<RawClient>();
        for (int i = 0; i < count; i++) {
            clients.add(gateway.connect().send("GET /svc/" + tenant + " HTTP/1.1\r\nHost: gw\r\n\r\n"));
        }
        return clients;
    }

    private static void close(List<RawClient> clients) throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
    }
}
