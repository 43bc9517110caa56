package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Percentage;
import io.gatehouse.domain.service.BreakerPolicy;
import io.gatehouse.domain.service.OutlierPolicy;
import io.gatehouse.domain.service.Resilience;
import io.gatehouse.domain.service.RetryPolicy;
import io.gatehouse.domain.service.RetryPolicy.Condition;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.time.SystemClock;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One of three hosts fails in every way there is, one after the other: hardly a caller notices, and nothing is done twice. */
@Tag("slow")
class FailingHostsTest {

    private static final int RATE = 200;
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final RetryPolicy RETRY = new RetryPolicy(
            2,
            EnumSet.allOf(Condition.class),
            Set.of(500),
            0.2,
            Duration.ofMillis(500),
            false,
            true,
            TestServices.ORIGIN);

    private final AtomicReference<Trouble> trouble = new AtomicReference<>(Trouble.STATUS_500);

    private enum Trouble {
        STATUS_500,
        HANGING,
        RESETTING,
        DRIPPING
    }

    @Test
    @Tag("proof")
    void hardlyACallerNoticesInAMinute() throws Exception {
        runs(15, Duration.ofSeconds(5));
    }

    private void runs(int secondsOfEach, Duration ejection) throws Exception {
        var resilience = new Resilience(
                new BreakerPolicy(
                        Percentage.parse("50%"),
                        null,
                        Duration.ofSeconds(5),
                        null,
                        20,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(1),
                        TestServices.ORIGIN),
                new OutlierPolicy(
                        3,
                        ejection,
                        ejection.multipliedBy(4),
                        Percentage.parse("50%"),
                        Duration.ofMillis(500),
                        TestServices.ORIGIN),
                null);
        var failedGets = new AtomicInteger();
        int gets = 0;
        try (Backend failing = new Backend(this::serve);
                Backend good = Backend.answering(OK);
                Backend better = Backend.answering(OK);
                TestGateway gateway = TestGateway.to(failing, good, better)
                        .timeouts(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(5), null)
                        .retry(RETRY)
                        .resilience(resilience, new SystemClock())
                        .start()) {
            int calls = 0;
            var client = HttpClient.newHttpClient();
            ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
            for (Trouble next : Trouble.values()) {
                trouble.set(next);
                int begun = calls;
                calls += secondsOfEach * RATE;
                gets += secondsOfEach * RATE * 9 / 10;
                callsFrom(begun, calls - begun, pace, client, gateway, failedGets);
            }
            pace.shutdown();
            gateway.settled(calls);

            Map<String, Integer> posts = new HashMap<>();
            int arrived = 0;
            for (Backend backend : new Backend[] {failing, good, better}) {
                arrived += backend.heads.size();
                backend.heads.stream()
                        .map(head -> head.get(0))
                        .filter(line -> line.startsWith("POST"))
                        .forEach(line -> posts.merge(line, 1, Integer::sum));
            }
            assertThat(failedGets.get()).as("failed of %d GETs", gets).isLessThanOrEqualTo(gets * 5 / 1000);
            assertThat(posts)
                    .as("calls of each POST")
                    .isNotEmpty()
                    .allSatisfy((line, times) -> assertThat(times).isEqualTo(1));
            assertThat(arrived).as("calls of hosts by %d of clients", calls).isLessThanOrEqualTo(calls * 120 / 100);
        }
    }

    /** Sends so many calls at the rate, the tenth of each ten a POST, and waits for their ends. */
    private static void callsFrom(
            int first,
            int count,
            ScheduledExecutorService pace,
            HttpClient client,
            TestGateway gateway,
            AtomicInteger failedGets)
            throws InterruptedException {
        var left = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            int number = first + i;
            boolean post = number % 10 == 9;
            var request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + gateway.address.getPort() + "/svc/" + number))
                    .method(
                            post ? "POST" : "GET",
                            post ? HttpRequest.BodyPublishers.ofString("x") : HttpRequest.BodyPublishers.noBody())
                    .build();
            Runnable send = () -> {
                Future<?> unused = client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                        .whenComplete((response, failure) -> {
                            if (!post && (failure != null || response.statusCode() != 200)) {
                                failedGets.incrementAndGet();
                            }
                            left.countDown();
                        });
            };
            Future<?> unused = pace.schedule(send, i * 1000L / RATE, TimeUnit.MILLISECONDS);
        }
        assertThat(left.await(2, TimeUnit.MINUTES)).isTrue();
    }

    private void serve(Backend.Line line) throws IOException {
        while (line.readRequest()) {
            switch (trouble.get()) {
                case STATUS_500 -> line.write("HTTP/1.1 500 x\r\nContent-Length: 0\r\n\r\n");
                case HANGING -> line.awaitEnd();
                case RESETTING -> {
                    line.reset();
                    return;
                }
                case DRIPPING -> {
                    line.write("HTTP/1.1 200 OK\r\nX-Slow: ");
                    drip(line);
                }
            }
        }
    }

    /** A byte for every hundred milliseconds in which the gateway sends nothing more. */
    private static void drip(Backend.Line line) throws IOException {
        line.socket.setSoTimeout(100);
        boolean open = true;
        while (open) {
            try {
                open = line.in.read() >= 0;
            } catch (SocketTimeoutException quiet) {
                line.write("x");
            }
        }
    }
}
