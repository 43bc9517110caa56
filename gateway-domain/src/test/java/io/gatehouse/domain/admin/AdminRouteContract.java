package io.gatehouse.domain.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What every {@link AdminRoute} must do; an adapter's test extends this, and adds what its route answers to good requests.
 * Requests that are made here are of every kind but sensible.
 */
public abstract class AdminRouteContract {

    /** How long one answer may take, with much patience for a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int LARGEST_RESPONSE = 32 << 20;
    private static final int THREADS = 4;

    /** A route as a gateway would have it; called once a test. */
    protected abstract AdminRoute route() throws Exception;

    @Test
    void saysWhereItIs() throws Exception {
        AdminRoute route = route();
        assertThat(route.path())
                .matches("/([!-~&&[^{}]]|(?<=/)\\{[a-z]+}(?=/|$))*")
                .doesNotContain("?", "#", ";", "%", "//");
        assertThat(route.methods())
                .isNotEmpty()
                .doesNotContain("HEAD")
                .allSatisfy(method -> assertThat(method).matches("[A-Z]+"));
        assertThat(route.largestBody()).isNotNegative();
        if (!route.blocking()) {
            assertThat(route.largestBody())
                    .as("routes that may not block take no body")
                    .isZero();
        }
    }

    @Test
    void neverChangesWhatItSays() throws Exception {
        AdminRoute route = route();
        String path = route.path();
        var methods = List.copyOf(route.methods());
        requests(route).forEach(route::handle);
        assertThat(route.path()).isEqualTo(path);
        assertThat(List.copyOf(route.methods())).containsExactlyInAnyOrderElementsOf(methods);
    }

    @Test
    void answersWhateverIsAsked() throws Exception {
        AdminRoute route = route();
        for (AdminRequest request : requests(route)) {
            assertThatCode(() -> check(route.handle(request)))
                    .as("%s with %s", request.method(), request.query())
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void answersManyAtATime() throws Exception {
        AdminRoute route = route();
        List<AdminRequest> requests = requests(route);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<AdminResponse>> calls = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                requests.forEach(request -> calls.add(() -> route.handle(request)));
            }
            for (Future<AdminResponse> answered :
                    threads.invokeAll(calls, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                assertThat(answered.isCancelled()).as("took too long").isFalse();
                check(answered.get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void check(AdminResponse response) {
        assertThat(response.status()).isBetween(200, 599);
        assertThat(response.contentType()).isNotBlank();
        assertThat(response.body()).hasSizeLessThanOrEqualTo(LARGEST_RESPONSE);
    }

    private static List<AdminRequest> requests(AdminRoute route) {
        var random = new Random(13);
        byte[] noise = new byte[Math.min(route.largestBody(), 10_000)];
        random.nextBytes(noise);
        List<byte[]> bodies = route.largestBody() == 0
                ? List.of(new byte[0])
                : List.of(new byte[0], noise, "{\"a\":[1,".getBytes(StandardCharsets.UTF_8));
        List<Map<String, String>> queries = List.of(
                Map.of(),
                Map.of("limit", "-1", "from", "\u0000\ud800"),
                Map.of("x".repeat(1000), "y".repeat(10_000)),
                Map.of("format", "../../etc/passwd", "limit", "99999999999999999999"));
        List<AdminRequest> requests = new ArrayList<>();
        for (String method : route.methods()) {
            for (byte[] body : bodies) {
                for (Map<String, String> query : queries) {
                    requests.add(new AdminRequest(
                            method, route.path(), query, null, "127.0.0.1", body, variables(route, "1")));
                    requests.add(new AdminRequest(
                            method,
                            route.path(),
                            query,
                            "\u0001,;q=x",
                            "::1",
                            body,
                            variables(route, "\u0000\ud800/../%")));
                }
            }
        }
        return requests;
    }

    private static Map<String, String> variables(AdminRoute route, String value) {
        Map<String, String> variables = new HashMap<>();
        for (String segment : route.path().split("/", -1)) {
            if (segment.startsWith("{")) {
                variables.put(segment.substring(1, segment.length() - 1), value);
            }
        }
        return variables;
    }
}
