package io.gatehouse.http.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminResponse;
import io.gatehouse.domain.admin.AdminRoute;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.http.timer.Await;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated("it looks for threads of any server in the process")
class AdminServerTest {

    private static final AdminRoute ECHO = AdminRoutes.post(
            "/echo",
            AdminRoute.USUAL_BODY,
            request -> AdminResponse.text(
                    200,
                    request.method() + " " + request.path() + " " + request.query() + " "
                            + new String(request.body(), StandardCharsets.UTF_8)));

    @Test
    void answersUnknownPathsAndMethodsWithProblems() throws IOException {
        try (var admin = new AdminFixture(ECHO)) {
            AdminClient.Answer unknown = admin.client().get("/nothing/here");
            assertThat(unknown.status()).isEqualTo(404);
            assertThat(unknown.headers()).containsEntry("content-type", "application/problem+json");
            assertThat(unknown.json().toString())
                    .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,"
                            + "\"detail\":\"there is no such admin route\"}");

            AdminClient.Answer wrong = admin.client().call("DELETE", "/health", "");
            assertThat(wrong.status()).isEqualTo(405);
            assertThat(wrong.headers()).containsEntry("allow", "GET, HEAD");
            assertThat(admin.client().get("/echo").headers()).containsEntry("allow", "POST");
            assertThat(admin.client().call("OPTIONS", "/livez", "").status()).isEqualTo(405);
        }
    }

    @Test
    void answersHeadWithoutABody() throws IOException {
        try (var admin = new AdminFixture()) {
            for (String path : List.of("/livez", "/readyz", "/health", "/metrics", "/heartbeat")) {
                AdminClient.Answer head = admin.client().call("HEAD", path, "");
                assertThat(head.status()).as(path).isEqualTo(200);
                assertThat(head.body()).isEmpty();
                assertThat(head.headers().get("content-type"))
                        .isEqualTo(admin.client().get(path).headers().get("content-type"));
            }
            assertThat(admin.client().call("HEAD", "/nothing", "").body()).isEmpty();
        }
    }

    @Test
    void forbidsCachingAndSniffingInEveryAnswer() throws IOException {
        try (var admin = new AdminFixture()) {
            for (String path : List.of("/livez", "/health", "/metrics", "/nothing")) {
                assertThat(admin.client().get(path).headers())
                        .containsEntry("cache-control", "no-store")
                        .containsEntry("x-content-type-options", "nosniff");
            }
        }
    }

    @Test
    void answersOnlyToNamesThatAreItsOwn() throws IOException {
        try (var admin = new AdminFixture()) {
            int port = admin.address().getPort();
            for (String good : List.of(
                    "localhost",
                    "localhost:" + port,
                    "LOCALHOST",
                    "127.0.0.1",
                    "127.0.0.1:" + port,
                    "[::1]:" + port,
                    "192.0.2.1")) {
                assertThat(named(admin, good).status()).as(good).isEqualTo(200);
            }
            for (String bad : List.of(
                    "evil.example",
                    "evil.example:" + port,
                    "localhost.evil.example",
                    "127.0.0.1.evil.example",
                    "[localhost]",
                    "0x7f.1",
                    "[::1",
                    "127.0.0.1@evil.example")) {
                assertThat(named(admin, bad).status()).as(bad).isIn(421, 400);
            }
            assertThat(named(admin, "evil.example").status()).isEqualTo(421);
            assertThat(admin.client().raw("GET /livez HTTP/1.0\r\n\r\n").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void takesAnyNameWhereItIsNotOnLoopback() throws IOException {
        var everywhere = new AdminGuard(new AdminSettings(new InetSocketAddress("0.0.0.0", 0), null));
        assertThat(everywhere.knowsName("gateway.internal:8081")).isTrue();
        var address = new InetSocketAddress(InetAddress.getByAddress("admin.local", new byte[] {127, 0, 0, 1}), 0);
        var loopback = new AdminGuard(new AdminSettings(address, null));
        assertThat(loopback.knowsName("Admin.Local:8081")).isTrue();
        assertThat(loopback.knowsName("other.local")).isFalse();
        assertThat(loopback.knowsName("")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/guarded;x",
                "/guarded;x=1?y",
                "/guarded%3Bx",
                "/%67uarded",
                "/guarded/",
                "/guarded%2F",
                "//guarded",
                "/./guarded",
                "/x/../guarded",
                "/Guarded",
                "/guarded#x",
                "http://localhost/guarded",
                "*"
            })
    void knowsAPathInNoOtherSpelling(String target) throws IOException {
        AdminRoute guarded = AdminRoutes.guardedGet("/guarded", request -> AdminResponse.text(200, request.path()));
        try (var admin = new AdminFixture(guarded)) {
            assertThat(admin.client().get(target).status()).as(target).isIn(400, 404);
            assertThat(admin.client().get("/guarded?x=;y").body()).isEqualTo("/guarded");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                "Sec-Fetch-Site: none\r\nSec-Fetch-Site: cross-site",
                "Origin: http://evil.example",
                "Origin: http://localhost:1",
                "Origin: null",
                "Origin: ",
                "Origin: http://localhost\r\nOrigin: http://evil.example",
                "Sec-Fetch-Site: same-origin\r\nOrigin: http://evil.example"
            })
    void letsNoPageOfAnotherSiteUseGuardedRoutes(String headers) throws IOException {
        var calls = new AtomicInteger();
        AdminRoute change =
                AdminRoutes.post("/change", 0, request -> AdminResponse.text(200, "" + calls.incrementAndGet()));
        AdminRoute soajs =
                AdminRoutes.guardedGet("/change", request -> AdminResponse.text(200, "" + calls.incrementAndGet()));
        try (var admin = new AdminFixture(change, soajs)) {
            for (String method : List.of("POST", "GET", "HEAD")) {
                AdminClient.Answer answer = admin.client().call(method, "/change", headers + "\r\n");
                assertThat(answer.status()).as(method).isEqualTo(403);
                assertThat(answer.headers()).doesNotContainKey("access-control-allow-origin");
            }
            assertThat(calls).hasValue(0);
            assertThat(admin.client().call("GET", "/livez", headers + "\r\n").status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Sec-Fetch-Site: none\r\n",
                "Sec-Fetch-Site: same-origin\r\nOrigin: http://localhost\r\n",
                "Origin: https://LOCALHOST\r\n",
                "Content-Type: application/x-www-form-urlencoded\r\n"
            })
    void letsItsOwnPagesAndToolsUseGuardedRoutes(String headers) throws IOException {
        try (var admin = new AdminFixture(ECHO)) {
            assertThat(admin.client()
                            .call("POST", "/echo", headers + "Content-Length: 0\r\n")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void letsARouteBeAddedInOneLine() throws IOException {
        try (var admin = new AdminFixture(ECHO)) {
            AdminClient.Answer answer = admin.client()
                    .raw("POST /echo?a=1&a=2&b=%20 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                            + "Content-Length: 5\r\n\r\nhello");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body())
                    .startsWith("POST /echo ")
                    .contains("a=1")
                    .contains("b= ")
                    .endsWith(" hello");
        }
    }

    @Test
    void refusesTwoRoutesForTheSameThing() {
        assertThatThrownBy(() -> new AdminTable(List.of(ECHO, ECHO))).hasMessageContaining("POST /echo");
    }

    @Test
    void answersWith500WhenAnEndpointThrows() throws IOException {
        AdminRoute broken = AdminRoutes.get("/broken", request -> {
            throw new IllegalStateException("thrown on purpose, logged once");
        });
        try (var admin = new AdminFixture(broken)) {
            AdminClient.Answer answer = admin.client().get("/broken");
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body()).doesNotContain("thrown on purpose").doesNotContain("Exception");
        }
    }

    @Test
    void refusesBodiesAndHeadsThatAreTooLarge() throws IOException {
        try (var admin = new AdminFixture(ECHO)) {
            String head = "POST /echo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
            assertThat(admin.client()
                            .raw(head + "Content-Length: 2000000\r\n\r\n")
                            .status())
                    .isEqualTo(413);
            assertThat(admin.client().get("/livez?" + "x".repeat(3_000)).status())
                    .isEqualTo(200);
            String chunk = "10000\r\n" + "x".repeat(65_536) + "\r\n";
            assertThat(wasRefused(admin, head + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(20)))
                    .isTrue();
            assertThat(wasRefused(admin, "GET /livez HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(40_000)))
                    .isTrue();
        }
    }

    @Test
    void takesLargeBodiesOnlyWhereARouteDoesAndOneAtATime() throws IOException {
        AdminRoute count = AdminRoutes.post(
                "/count", 3_000_000, request -> AdminResponse.text(200, Integer.toString(request.body().length)));
        String head = "POST /count HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
        try (var admin = new AdminFixture(count)) {
            String body = "x".repeat(2_000_000);
            assertThat(admin.client()
                            .raw(head + "Content-Length: 2000000\r\n\r\n" + body)
                            .body())
                    .isEqualTo("2000000");
            assertThat(admin.client()
                            .raw(head + "Content-Length: 3000001\r\n\r\n")
                            .status())
                    .isEqualTo(413);
            try (var hanging =
                    new Socket(admin.address().getAddress(), admin.address().getPort())) {
                hanging.getOutputStream()
                        .write((head + "Content-Length: 5\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                AdminClient.Answer second;
                long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
                do {
                    second = admin.client().raw(head + "Content-Length: 0\r\n\r\n");
                } while (second.status() == 200 && System.nanoTime() < end);

                assertThat(second.status()).isEqualTo(503);
                assertThat(second.headers()).containsKey("retry-after");
                hanging.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(hanging.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .endsWith("5");
            }
            assertThat(admin.client().raw(head + "Content-Length: 0\r\n\r\n").body())
                    .isEqualTo("0");
        }
    }

    @Test
    void answersOthersWhileClientsHangHalfWay() throws IOException {
        List<Socket> hanging = new ArrayList<>();
        try (var admin = new AdminFixture(ECHO)) {
            for (int i = 0; i < 20; i++) {
                var socket =
                        new Socket(admin.address().getAddress(), admin.address().getPort());
                hanging.add(socket);
                String half = i % 2 == 0
                        ? "GET /metr"
                        : "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhe";
                socket.getOutputStream().write(half.getBytes(StandardCharsets.US_ASCII));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(admin.client().get("/metrics").status()).isEqualTo(200);
            }
        } finally {
            for (Socket socket : hanging) {
                socket.close();
            }
        }
    }

    @Test
    void answersOthersWhileClientsDoNotRead() throws IOException {
        AdminRoute large = AdminRoutes.get("/large", request -> AdminResponse.text(200, "x".repeat(16 * 1024 * 1024)));
        List<Socket> hanging = new ArrayList<>();
        try (var admin = new AdminFixture(large)) {
            for (int i = 0; i < 6; i++) {
                var socket =
                        new Socket(admin.address().getAddress(), admin.address().getPort());
                hanging.add(socket);
                socket.getOutputStream()
                        .write("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(socket.getInputStream().read()).isEqualTo('H');
            }
            assertThat(admin.client().get("/livez").status()).isEqualTo(200);
            assertThat(admin.client().get("/large").body()).hasSize(16 * 1024 * 1024);
        } finally {
            for (Socket socket : hanging) {
                socket.close();
            }
        }
    }

    @Test
    void saysThatThePortIsTakenAndCanBeClosedAnyway() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var server = new AdminServer(
                        new AdminSettings(new InetSocketAddress(taken.getInetAddress(), taken.getLocalPort()), null),
                        List.of(ECHO),
                        new ManualClock())) {
            assertThatThrownBy(server::start).isInstanceOf(BindException.class);
        }
        var nowhere = new AdminSettings(InetSocketAddress.createUnresolved("nowhere.invalid", 0), null);
        try (var server = new AdminServer(nowhere, List.of(ECHO), new ManualClock())) {
            assertThatThrownBy(server::start)
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessage("nowhere.invalid");
        }
    }

    @Test
    void letsTrustedClientsInWhoCallItByAnAddress() throws IOException {
        var trusted = new AtomicBoolean(true);
        var settings = new AdminSettings(new InetSocketAddress("0.0.0.0", 0), null);
        try (var server = new AdminServer(settings, List.of(new Trusting(trusted)), new ManualClock())) {
            int port = server.start().getPort();
            var client = new AdminClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            assertThat(client.get("/secrets").body()).isEqualTo("for 127.0.0.1");
            assertThat(client.raw("GET /secrets HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
                            .status())
                    .as("a page with a name of its own for this machine")
                    .isEqualTo(403);
            assertThat(client.call("GET", "/secrets", "Origin: https://evil.example\r\n")
                            .status())
                    .isEqualTo(403);
            trusted.set(false);
            assertThat(client.get("/secrets").status()).isEqualTo(403);
        }
    }

    /** A guarded route that lets in clients of this machine, or nobody. */
    private record Trusting(AtomicBoolean trusts) implements AdminRoute {

        @Override
        public String path() {
            return "/secrets";
        }

        @Override
        public boolean trusts(String client) {
            return trusts.get() && client.equals("127.0.0.1");
        }

        @Override
        public AdminResponse handle(AdminRequest request) {
            return AdminResponse.text(200, "for " + request.client());
        }
    }

    @Test
    void freesItsPortAndItsThreadsWhenClosed() throws Exception {
        var admin = new AdminFixture();
        int port = admin.address().getPort();
        assertThat(admin.client().get("/livez").status()).isEqualTo(200);
        assertThat(threads()).isNotEmpty();
        admin.close();
        admin.close();
        new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
        Await.endOfThreads("gatehouse-admin");
    }

    /** Whether the server answered with an error or just closed the connection. */
    private static boolean wasRefused(AdminFixture admin, String request) {
        try {
            return admin.client().raw(request).status() >= 400;
        } catch (IOException closed) {
            return true;
        }
    }

    private static AdminClient.Answer named(AdminFixture admin, String host) throws IOException {
        return admin.client().raw("GET /livez HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("gatehouse-admin"))
                .toList();
    }
}
