package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.access.Acl;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.service.CachePolicy;
import io.gatehouse.domain.service.RequestHeaderEdits;
import io.gatehouse.domain.service.RequestHeaderEdits.HeaderTemplate;
import io.gatehouse.domain.service.RequestHeaderEdits.Piece;
import io.gatehouse.domain.service.RequestPlaceholder;
import io.gatehouse.domain.service.ResponsePolicy;
import io.gatehouse.domain.service.Route;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.Steering;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.tenancy.TestKeys;
import io.gatehouse.http.timer.Await;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients and upstreams see of a service with a cache. */
@Execution(ExecutionMode.CONCURRENT)
class CacheTest {

    private static final String GET = "GET /svc/x HTTP/1.1\r\nHost: gw\r\n";

    @Test
    void answersAgainWithoutAskingAndSaysSo() throws IOException {
        try (Backend backend = counting(
                        "Cache-Control: max-age=60\r\nAge: 5\r\nETag: \"e\"\r\nX-Request-Id: theirs\r\n", false);
                TestGateway gateway = start(backend);
                RawClient client = gateway.connect()) {
            Answer first = client.ask(GET + "\r\n");
            assertThat(first.text()).isEqualTo("answer 1");
            assertThat(first.header("Cache-Status")).isEqualTo("gatehouse; fwd=miss");
            Answer second = client.ask(GET + "\r\n");
            assertThat(second.text()).isEqualTo("answer 1");
            assertThat(second.headers("Age")).containsExactly("5");
            assertThat(second.header("ETag")).isEqualTo("\"e\"");
            assertThat(second.header("Cache-Status")).startsWith("gatehouse; hit; ttl=5");
            assertThat(second.header("X-Request-Id")).isNotEqualTo(first.header("X-Request-Id"));
            assertThat(second.headers("Via")).containsExactly("1.1 gatehouse");

            Answer known = client.ask(GET + "If-None-Match: \"e\"\r\n\r\n");
            assertThat(known.status()).isEqualTo(304);
            assertThat(known.header("ETag")).isEqualTo("\"e\"");
            Answer head = client.ask("HEAD" + GET.substring(3) + "\r\n");
            assertThat(head.header("Content-Length")).isEqualTo("8");
            assertThat(client.ask(GET + "\r\n").text())
                    .as("on the same connection")
                    .isEqualTo("answer 1");
            assertThat(backend.heads).hasSize(1);
            gateway.settled(5);
            assertThat(gateway.records)
                    .extracting(record -> record.decided().cache())
                    .containsExactly("miss", "hit", "hit", "hit", "hit");
            assertThat(gateway.records.get(1).forwarding().upstream()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /svc/x?a=1 HTTP/1.1\r\nHost: gw\r\n\r\n",
                "GET /svc/y HTTP/1.1\r\nHost: gw\r\n\r\n",
                "GET /svc/x HTTP/1.1\r\nHost: evil.example\r\n\r\n",
                "GET /svc/v1/x HTTP/1.1\r\nHost: gw\r\n\r\n",
                "GET /svc/x HTTP/1.1\r\nHost: gw\r\nCache-Control: no-cache\r\n\r\n",
                "GET /svc/x HTTP/1.1\r\nHost: gw\r\nCache-Control: no-store\r\n\r\n",
                "GET /svc/x HTTP/1.1\r\nHost: gw\r\nRange: bytes=0-1\r\n\r\n",
                "GET /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 1\r\n\r\na",
                "POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 1\r\n\r\na",
            })
    void asksForWhatIsSomethingElse(String other) throws IOException {
        try (Backend backend = counting("Cache-Control: max-age=60\r\n", false);
                TestGateway gateway = start(backend)) {
            gateway.ask(GET + "\r\n");

            assertThat(gateway.ask(other).text()).isEqualTo("answer 2");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Cache-Control: no-store\r\n",
                "Cache-Control: private, max-age=60\r\n",
                "Cache-Control: max-age=60\r\nSet-Cookie: a=1\r\n",
                "Cache-Control: max-age=60\r\nVary: *\r\n"
            })
    void asksAgainForWhatMayNotBeKept(String headers) throws IOException {
        try (Backend backend = counting(headers, false);
                TestGateway gateway = start(backend)) {
            for (int i = 1; i < 4; i++) {
                assertThat(gateway.ask(GET + "\r\n").text()).isEqualTo("answer " + i);
            }
        }
    }

    @Test
    void keepsWhatVariesApart() throws IOException {
        try (Backend backend = counting("Cache-Control: max-age=60\r\nVary: Accept-Language\r\n", false);
                TestGateway gateway = start(backend)) {
            assertThat(gateway.ask(GET + "Accept-Language: de\r\n\r\n").text()).isEqualTo("answer 1");
            assertThat(gateway.ask(GET + "Accept-Language: en\r\n\r\n").text()).isEqualTo("answer 2");
            assertThat(gateway.ask(GET + "Accept-Language: de\r\n\r\n").text()).isEqualTo("answer 1");
            assertThat(gateway.ask(GET + "\r\n").text()).isEqualTo("answer 3");
        }
    }

    @Test
    void asksWhetherWhatIsStaleStillHolds() throws IOException {
        try (Backend backend = counting("Cache-Control: max-age=0\r\nETag: \"e\"\r\nX-A: 1\r\n", true);
                TestGateway gateway = start(backend);
                RawClient client = gateway.connect()) {
            client.ask(GET + "\r\n");
            for (int i = 0; i < 2; i++) {
                Answer again = client.ask(GET + "\r\n");
                assertThat(again.status()).isEqualTo(200);
                assertThat(again.text()).isEqualTo("answer 1");
                assertThat(again.header("X-A")).isEqualTo("1");
                assertThat(again.header("Cache-Status")).isEqualTo("gatehouse; hit; fwd=stale; fwd-status=304");
            }
            assertThat(client.ask(GET + "If-None-Match: \"e\"\r\n\r\n").status())
                    .isEqualTo(304);
            assertThat(client.ask(GET + "If-None-Match: \"other\"\r\n\r\n").text())
                    .isEqualTo("answer 1");
            assertThat(backend.heads).hasSize(5);
            assertThat(backend.heads.get(4))
                    .contains("If-None-Match: \"e\"")
                    .doesNotContain("If-None-Match: \"other\"");
            gateway.settled(5);
            assertThat(gateway.records.get(1).decided().cache()).isEqualTo("revalidated");
        }
    }

    /** Nothing but what is kept may be renewed by a 304: one about the client's own tag says nothing of that. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "If-None-Match: \"e\"",
                "If-None-Match: W/\"e\", \"f\"",
                "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT"
            })
    void isNotRenewedByWhatTheClientKnowsWhereItHasNoValidator(String condition) throws IOException {
        var served = new AtomicInteger();
        try (Backend backend = new Backend(line -> {
                    while (line.readRequest()) {
                        String text = "answer " + served.incrementAndGet();
                        boolean conditional = line.head.stream().anyMatch(field -> field.startsWith("If-"));
                        line.write(
                                conditional
                                        ? "HTTP/1.1 304 Not Modified\r\nETag: \"e\"\r\nCache-Control: max-age=600\r\n\r\n"
                                        : "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nAge: 61\r\nContent-Length: "
                                                + text.length() + "\r\n\r\n" + text);
                    }
                });
                TestGateway gateway = start(backend)) {
            gateway.ask(GET + "\r\n");
            Answer answer = gateway.ask(GET + condition + "\r\n\r\n");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("answer 2");
            assertThat(answer.header("Cache-Status")).isEqualTo("gatehouse; fwd=stale; fwd-status=200");
            assertThat(gateway.ask(GET + "\r\n").text()).isEqualTo("answer 3");
        }
    }

    /** What the gateway tells upstreams in a client's place is not in the client's request. */
    @ParameterizedTest
    @ValueSource(strings = {"X-Caller", "Accept, x-caller", "X-Gateway-Key"})
    void variesByWhatUpstreamsAreToldOfTheCaller(String vary) throws IOException {
        var caller = new HeaderTemplate("X-Caller", List.of(new Piece(null, RequestPlaceholder.KEY_ID)));
        var edits = new RequestHeaderEdits(List.of(caller), List.of(), List.of());
        try (Backend backend = counting("Cache-Control: max-age=60\r\nVary: " + vary + "\r\n", false);
                TestGateway gateway = TestGateway.to(backend)
                        .responses(new ResponsePolicy(false, policy(1 << 20), null))
                        .steering(new Steering(null, edits, null, null))
                        .stages(state -> Decision.proceed(
                                state.with(state.caller().with(TestKeys.key(state.header("X-Test-Key"), Acl.NOTHING)))))
                        .start();
                RawClient client = gateway.connect()) {
            String one = GET + "X-Test-Key: one\r\nX-Caller: forged\r\n\r\n";
            assertThat(client.ask(one).text()).isEqualTo("answer 1");
            assertThat(client.ask(GET + "X-Test-Key: two\r\nX-Caller: forged\r\n\r\n")
                            .text())
                    .isEqualTo("answer 2");
            assertThat(client.ask(one.replace("forged", "other")).text()).isEqualTo("answer 1");
            assertThat(Wire.value(backend.heads.get(0), "X-Caller")).endsWith("one");
        }
    }

    /** Two paths may lead to one of the upstream's: what a response says of itself is for the one that was called. */
    @Test
    void keepsApartWhatWasCalledByDifferentPaths() throws IOException {
        try (Backend backend = new Backend(line -> {
                    while (line.readRequest()) {
                        line.write("HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nLocation: http://127.0.0.1:"
                                + line.socket.getLocalPort() + "/new/y\r\nContent-Length: 0\r\n\r\n");
                    }
                });
                TestGateway gateway = start(backend)) {
            Service service = gateway.services.all().iterator().next();
            gateway.reload(new Services(List.of(service), List.of(rewritten("/a", service), rewritten("/b", service))));
            for (int i = 0; i < 2; i++) {
                assertThat(gateway.get("/a/x").header("Location")).isEqualTo("http://gw/a/y");
                assertThat(gateway.get("/b/x").header("Location")).isEqualTo("http://gw/b/y");
            }
            assertThat(backend.heads).hasSize(2);
        }
    }

    private static Route rewritten(String path, Service service) {
        return new Route(path, null, service, null, false, "/new", null, TestServices.ORIGIN);
    }

    @Test
    void forgetsWhatAnUnsafeMethodHasChanged() throws IOException {
        try (Backend backend = counting("Cache-Control: max-age=60\r\n", false);
                TestGateway gateway = start(backend)) {
            gateway.ask(GET + "\r\n");
            gateway.ask("DELETE" + GET.substring(3) + "\r\n");

            assertThat(gateway.ask(GET + "\r\n").text()).isEqualTo("answer 3");
        }
    }

    @Test
    void standsInForAnUpstreamThatFailsIfTheResponseAllowsIt() throws IOException {
        var served = new AtomicInteger();
        try (Backend backend = new Backend(line -> {
                    while (line.readRequest()) {
                        int n = served.incrementAndGet();
                        if (n == 1) {
                            line.write("HTTP/1.1 200 OK\r\n"
                                    + "Cache-Control: max-age=0, stale-if-error=60\r\n"
                                    + "ETag: \"e\"\r\n"
                                    + "Content-Length: 4\r\n\r\n"
                                    + "kept");
                        } else if (n == 2) {
                            line.write("HTTP/1.1 500 No\r\nContent-Length: 6\r\n\r\nbroken");
                        } else if (n == 3) {
                            line.write("HTTP/1.1 500 No\r\nContent-Length: 600\r\n\r\nnever all of it");
                            line.awaitEnd();
                        } else {
                            line.reset();
                            return;
                        }
                    }
                });
                TestGateway gateway = start(backend)) {
            gateway.ask(GET + "\r\n");
            Answer error = gateway.ask(GET + "\r\n");
            assertThat(error.status()).isEqualTo(200);
            assertThat(error.text()).isEqualTo("kept");
            assertThat(error.header("Cache-Status")).isEqualTo("gatehouse; hit; fwd=stale; fwd-status=500");
            assertThat(backend.connections).hasValue(1);
            assertThat(gateway.ask(GET + "\r\n").text())
                    .as("without waiting for the rest of the error")
                    .isEqualTo("kept");
            gateway.settled(3);
            Answer broken = gateway.ask(GET + "\r\n");
            assertThat(broken.text()).isEqualTo("kept");
            assertThat(broken.header("Cache-Status")).contains("detail=upstream-bad-answer");
            gateway.settled(4);
            assertThat(gateway.records.get(3).decided().cache()).isEqualTo("stale");
        }
    }

    @Test
    void asksOnceForManyAtATime() throws Exception {
        var goOn = new Semaphore(0);
        try (Backend backend = new Backend(line -> {
                    while (line.readRequest()) {
                        goOn.acquireUninterruptibly();
                        line.write("HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 4\r\n\r\nonce");
                    }
                });
                TestGateway gateway = start(backend)) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                clients.add(gateway.connect().send(GET + "\r\n"));
            }
            Await.until("all are there", () -> gateway.server.inFlight() == 20);
            goOn.release();
            for (RawClient client : clients) {
                try (client) {
                    assertThat(client.answer().text()).isEqualTo("once");
                }
            }
            assertThat(backend.heads).hasSize(1);
            gateway.settled(20);
        }
    }

    @Test
    void doesNotLetOthersWaitWhereTheFirstLeavesOrNothingIsKept() throws Exception {
        var goOn = new Semaphore(0);
        try (Backend backend = new Backend(line -> {
                    while (line.readRequest()) {
                        goOn.acquireUninterruptibly();
                        line.write("HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nContent-Length: 4\r\n\r\nown!");
                    }
                });
                TestGateway gateway = start(backend)) {
            RawClient first = gateway.connect().send(GET + "\r\n");
            backend.heads.await(1);
            try (RawClient second = gateway.connect().send(GET + "\r\n")) {
                Await.until("both are there", () -> gateway.server.inFlight() == 2);
                first.reset();
                backend.heads.await(2);
                goOn.release(10);
                assertThat(second.answer().text()).isEqualTo("own!");
            }
            gateway.settled(2);
        }
    }

    @Test
    void keepsWhatIsCompressedAsItIs() throws IOException {
        String text = "all the same ".repeat(5000);
        try (Backend backend = Backend.answering("HTTP/1.1 200 OK\r\n"
                        + "Content-Type: text/plain\r\n"
                        + "Cache-Control: max-age=60\r\n"
                        + "ETag: \"e\"\r\n"
                        + "Content-Length: "
                        + text.length() + "\r\n\r\n" + text);
                TestGateway gateway = TestGateway.to(backend)
                        .responses(new ResponsePolicy(true, policy(1 << 20), null))
                        .start()) {
            for (int i = 0; i < 2; i++) {
                Answer small = gateway.ask(GET + "Accept-Encoding: gzip\r\n\r\n");
                assertThat(small.header("Content-Encoding")).isEqualTo("gzip");
                assertThat(small.header("ETag")).isEqualTo("W/\"e\"");
                assertThat(new String(
                                new GZIPInputStream(new ByteArrayInputStream(small.body())).readAllBytes(),
                                java.nio.charset.StandardCharsets.US_ASCII))
                        .isEqualTo(text);
                assertThat(gateway.ask(GET + "\r\n").text()).isEqualTo(text);
            }
            assertThat(backend.heads).hasSize(2);
        }
    }

    @Test
    void givesNothingCompressedToThoseWhoWantNothingTransformed() throws IOException {
        String text = "all the same ".repeat(500);
        try (Backend backend =
                        Backend.answering("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nCache-Control: max-age=60\r\n"
                                + "Content-Length: " + text.length() + "\r\n\r\n" + text);
                TestGateway gateway = TestGateway.to(backend)
                        .responses(new ResponsePolicy(true, policy(1 << 20), null))
                        .start()) {
            String gzip = "Accept-Encoding: gzip\r\n";
            for (int i = 0; i < 2; i++) {
                assertThat(gateway.ask(GET + gzip + "\r\n").header("Content-Encoding"))
                        .isEqualTo("gzip");
                assertThat(gateway.ask(GET + gzip + "Cache-Control: no-transform\r\n\r\n")
                                .text())
                        .isEqualTo(text);
                assertThat(gateway.ask("GET /svc/x HTTP/1.0\r\nHost: gw\r\n" + gzip + "\r\n")
                                .text())
                        .isEqualTo(text);
            }
            assertThat(backend.heads).as("one each of compressed and plain").hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Range: bytes=0-1\r\n", "X-Other: 1\r\n"})
    void asksNobodyForAClientThatWantsOnlyWhatIsKept(String more) throws IOException {
        String onlyKept = GET + "Cache-Control: only-if-cached\r\n";
        try (Backend backend = counting("Cache-Control: max-age=60\r\nVary: X-Other\r\n", false);
                TestGateway gateway = start(backend)) {
            Answer none = gateway.ask(onlyKept + "\r\n");
            assertThat(none.status()).isEqualTo(504);
            assertThat(none.text()).contains("\"code\":\"not-kept\"");
            assertThat(none.header("Cache-Status")).isEqualTo("gatehouse; detail=only-if-cached");
            assertThat(backend.heads).isEmpty();

            gateway.ask(GET + "\r\n");
            assertThat(gateway.ask(onlyKept + "\r\n").text()).isEqualTo("answer 1");
            if (!more.isEmpty()) {
                assertThat(gateway.ask(onlyKept + more + "\r\n").status()).isEqualTo(504);
            }
            assertThat(backend.heads).hasSize(1);
        }
    }

    /** Those that come at the same time do not wait for the one who asks either. */
    @Test
    void givesWhatIsStaleAndAsksForItOnceBehindTheirBacks() throws Exception {
        var goOn = new Semaphore(0);
        var served = new AtomicInteger();
        try (Backend backend = new Backend(line -> {
                    while (line.readRequest()) {
                        String text = "answer " + served.incrementAndGet();
                        if (!text.endsWith("1")) {
                            goOn.acquireUninterruptibly();
                        }
                        line.write(
                                "HTTP/1.1 200 OK\r\nCache-Control: max-age=0, stale-while-revalidate=600\r\nETag: \"e\"\r\n"
                                        + "Content-Length: " + text.length() + "\r\n\r\n" + text);
                    }
                });
                TestGateway gateway = start(backend)) {
            gateway.ask(GET + "\r\n");
            for (int i = 0; i < 3; i++) {
                Answer stale = gateway.ask(GET + "Cache-Control: only-if-cached\r\n\r\n");
                assertThat(stale.text()).isEqualTo("answer 1");
                assertThat(stale.header("Cache-Status"))
                        .matches("gatehouse; hit; ttl=-?\\d+; detail=stale-while-revalidate");
            }
            backend.heads.await(2);
            assertThat(backend.heads.get(1)).contains("If-None-Match: \"e\"");
            assertThat(gateway.ask(GET + "Cache-Control: no-cache, only-if-cached\r\n\r\n")
                            .status())
                    .isEqualTo(504);
            goOn.release();
            Await.until("what has come is given", () -> again(gateway).text().equals("answer 2"));
            goOn.release(10);
            assertThat(gateway.records)
                    .as("calls of clients only")
                    .extracting(record -> record.decided().cache())
                    .doesNotContain("revalidated");
        }
    }

    @Test
    void renewsWhatIsStaleWhereItStillHoldsAndLeavesNothingBehindWhereNobodyAnswers() throws Exception {
        var served = new AtomicInteger();
        try (Backend backend = new Backend(line -> {
                    while (line.readRequest()) {
                        int n = served.incrementAndGet();
                        if (n == 1) {
                            line.write("HTTP/1.1 200 OK\r\nCache-Control: max-age=0, stale-while-revalidate=600\r\n"
                                    + "ETag: \"e\"\r\nContent-Length: 4\r\n\r\nkept");
                        } else if (n < 4) {
                            line.reset();
                            return;
                        } else {
                            line.write(
                                    "HTTP/1.1 304 Not Modified\r\nETag: \"e\"\r\nCache-Control: max-age=600\r\n\r\n");
                        }
                    }
                });
                TestGateway gateway = start(backend)) {
            gateway.ask(GET + "\r\n");
            Await.until("it is fresh again", () -> {
                Answer answer = again(gateway);
                assertThat(answer.text()).isEqualTo("kept");
                return !answer.header("Cache-Status").contains("stale");
            });
            assertThat(backend.heads).hasSize(4);
            Await.until("no host is in use", () -> gateway.permits() == 0);
        }
    }

    /** The choice of a host comes behind what is kept. */
    @Test
    void givesWhatIsKeptWhileNoHostIsHealthyAndTakesNoPlaceWithOne() throws IOException {
        try (Backend backend = new Backend(line -> {
                    while (line.readRequest()) {
                        boolean lasts = line.head.get(0).contains("lasts");
                        line.write(
                                "HTTP/1.1 200 OK\r\nCache-Control: max-age=" + (lasts ? "60" : "0, stale-if-error=60")
                                        + "\r\nETag: \"e\"\r\nContent-Length: 4\r\n\r\nkept");
                    }
                });
                TestGateway gateway = start(backend)) {
            gateway.get("/svc/lasts");
            gateway.get("/svc/stale");
            gateway.upstreams.groups().forEach(group -> group.hosts().forEach(host -> group.health(host, "sick")));

            assertThat(gateway.get("/svc/lasts").text()).isEqualTo("kept");
            Answer stale = gateway.get("/svc/stale");
            assertThat(stale.text()).isEqualTo("kept");
            assertThat(stale.header("Cache-Status")).contains("detail=no-healthy-host");
            assertThat(gateway.get("/svc/none").status()).isEqualTo(503);
            assertThat(backend.heads).hasSize(2);
        }
    }

    @Test
    void handsOnWhatIsTooLargeToBeKept() throws IOException {
        String large = "x".repeat(100_000);
        try (Backend backend = Backend.answering(
                        "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + Integer.toHexString(large.length()) + "\r\n" + large + "\r\n0\r\n\r\n");
                TestGateway gateway = TestGateway.to(backend)
                        .responses(new ResponsePolicy(false, policy(50_000), null))
                        .start()) {
            assertThat(gateway.ask(GET + "\r\n").text()).isEqualTo(large);
            assertThat(gateway.ask(GET + "\r\n").text()).isEqualTo(large);
            assertThat(backend.heads).hasSize(2);
            gateway.settled(2);
        }
    }

    @Test
    void keepsNothingThatWasCutOff() throws IOException {
        try (Backend backend =
                        Backend.once("HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 100000\r\n\r\n"
                                + "x".repeat(50_000));
                TestGateway gateway = start(backend);
                RawClient client = gateway.connect()) {
            client.send(GET + "\r\n").in.readAllBytes();
            try (RawClient next = gateway.connect()) {
                next.send(GET + "\r\n").in.readAllBytes();
            }
            assertThat(backend.heads).hasSize(2);
        }
    }

    private static Answer again(TestGateway gateway) {
        try {
            return gateway.ask(GET + "\r\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static CachePolicy policy(long most) {
        return new CachePolicy(most, true, TestServices.ORIGIN);
    }

    private static TestGateway start(Backend backend) throws IOException {
        return TestGateway.to(backend)
                .responses(new ResponsePolicy(false, policy(1 << 20), null))
                .start();
    }

    /** Answers with the number of the request; with 304 where the client knows the tag, if it may. */
    private static Backend counting(String headers, boolean validates) throws IOException {
        var served = new AtomicInteger();
        return new Backend(line -> {
            while (line.readRequest()) {
                String text = "answer " + served.incrementAndGet();
                line.write(
                        validates && line.header("If-None-Match").equals("\"e\"")
                                ? "HTTP/1.1 304 Not Modified\r\nETag: \"e\"\r\nCache-Control: max-age=0\r\n\r\n"
                                : "HTTP/1.1 200 OK\r\n" + headers + "Content-Length: " + text.length() + "\r\n\r\n"
                                        + text);
            }
        });
    }
}
