package io.gatehouse.http.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminResponse;
import io.gatehouse.domain.admin.AdminRoute;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.http.timer.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever clients hold of the admin server, probes are answered, and what is held too long ends. */
class HeldAdminConnectionsTest {

    private static final int HELD = 300;
    private static final String LIVEZ = "GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    private static final int TRIES = 3;

    private final List<Socket> held = new ArrayList<>();
    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private final Semaphore begun = new Semaphore(0);
    private final AdminRoute waiting = AdminRoutes.get("/waiting", this::waitThenAnswer);
    private final AdminRoute guardedEcho =
            AdminRoutes.post("/echo", AdminRoute.USUAL_BODY, request -> AdminResponse.text(200, "heard"));

    @AfterEach
    void release() throws IOException {
        mayAnswer.countDown();
        for (Socket socket : held) {
            socket.close();
        }
    }

    @Test
    void answersProbesWhileConnectionsAreHeldWithoutAWord() throws IOException {
        try (var admin = new AdminFixture()) {
            for (int i = 0; i < HELD; i++) {
                hold(admin, "");
            }
            assertAnswersProbes(admin);
        }
    }

    @Test
    void answersProbesWhileConnectionsAreHeldWithHalfARequest() throws IOException {
        try (var admin = new AdminFixture(guardedEcho)) {
            for (int i = 0; i < HELD; i++) {
                hold(
                        admin,
                        i % 2 == 0
                                ? "GET /livez HTTP/1.1\r\nHost: loc"
                                : "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nhalf");
            }
            assertAnswersProbes(admin);
        }
    }

    @Test
    void answersProbesWhileEveryWorkerIsBusyAndRefusesWhatWouldWaitTooLong() throws Exception {
        try (var admin = new AdminFixture(waiting, guardedEcho)) {
            for (int i = 0; i < AdminWorkers.THREADS; i++) {
                hold(admin, "GET /waiting HTTP/1.1\r\nHost: localhost\r\n\r\n");
            }
            begun.acquire(AdminWorkers.THREADS);
            for (int i = 0; i < AdminWorkers.QUEUE; i++) {
                hold(admin, "GET /waiting HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            }
            AdminClient.Answer refused = null;
            for (int i = 0; refused == null && i < HELD; i++) {
                // Those above are read in their own time.
                Socket more = hold(admin, "GET /waiting HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
                more.setSoTimeout(200);
                refused = answerOrNull(more);
            }

            assertThat(refused).isNotNull();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.headers()).containsKey("retry-after");
            assertAnswersProbes(admin);
            assertThat(admin.client()
                            .call("POST", "/echo", "Content-Length: 0\r\n")
                            .body())
                    .as("an operator's request, for which there are other threads")
                    .isEqualTo("heard");
        }
    }

    @Test
    void keepsRoomForLoopbackThatOthersCannotTake() throws IOException {
        InetAddress stranger = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
        try (var admin = new AdminFixture(address -> !address.equals(stranger))) {
            Socket local = hold(admin, "");
            for (int i = 0; i < HELD; i++) {
                held.add(
                        new Socket(admin.address().getAddress(), admin.address().getPort(), stranger, 0));
            }
            assertThat(AdminConnections.MOST_OF_OTHERS).isLessThan(HELD);
            assertThat(endsOfHeld(stranger)).as("those who were there first").isPositive();

            local.getOutputStream().write(LIVEZ.getBytes(StandardCharsets.US_ASCII));
            assertThat(text(local)).startsWith("HTTP/1.1 200 ");
            try (Socket other =
                    new Socket(admin.address().getAddress(), admin.address().getPort(), stranger, 0)) {
                other.setSoTimeout(60_000);
                other.getOutputStream().write(LIVEZ.getBytes(StandardCharsets.US_ASCII));
                assertThat(text(other)).startsWith("HTTP/1.1 200 ");
            }
        }
    }

    @Test
    void leavesTheConnectionsOfOthersToAnAddressThatHoldsTooMany() throws IOException {
        InetAddress quiet = InetAddress.getByAddress(new byte[] {127, 0, 0, 3});
        try (var admin = new AdminFixture(address -> false)) {
            Socket first =
                    new Socket(admin.address().getAddress(), admin.address().getPort(), quiet, 0);
            held.add(first);
            first.setSoTimeout(60_000);
            for (int i = 0; i < HELD; i++) {
                hold(admin, "");
            }
            first.getOutputStream().write(LIVEZ.getBytes(StandardCharsets.US_ASCII));
            assertThat(text(first)).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void endsAHeadThatDripsInItsTime() throws IOException {
        try (var admin = new AdminFixture()) {
            Socket dripping = hold(admin, "GET /livez HTTP/1.1\r\n");
            admin.client().get("/livez");
            drip(dripping, "X: 1\r\n", admin.clock, Duration.ofSeconds(4));
            drip(dripping, "X: 2\r\n", admin.clock, Duration.ofSeconds(4));

            assertThat(text(dripping)).isEmpty();
        }
    }

    @Test
    void endsABodyThatDripsInItsTimeAndGivesItsRoomBack() throws IOException {
        AdminRoute large =
                AdminRoutes.post("/large", 2 * AdminRoute.USUAL_BODY, request -> AdminResponse.text(200, "heard"));
        try (var admin = new AdminFixture(large)) {
            Socket dripping =
                    hold(admin, "POST /large HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n1");
            Await.until("its room is taken", () -> answerTo(admin, "POST", "/large", "Content-Length: 0\r\n") == 503);
            admin.clock.advance(Duration.ofSeconds(15));

            Await.until("a body that goes on to drip is cut off", () -> isClosed(dripping));
            assertThat(admin.client()
                            .call("POST", "/large", "Content-Length: 0\r\n")
                            .body())
                    .isEqualTo("heard");
        }
    }

    @Test
    void endsAnAnswerThatIsTakenTooSlowly() throws IOException {
        int length = 16 * 1024 * 1024;
        AdminRoute large = AdminRoutes.get("/large", request -> AdminResponse.text(200, "x".repeat(length)));
        try (var admin = new AdminFixture(large)) {
            Socket slow = hold(admin, "GET /large HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(slow.getInputStream().read()).isEqualTo('H');
            admin.clock.advance(Duration.ofSeconds(60));

            assertThat(readSlowly(slow)).isLessThan(length);
        }
    }

    @Test
    void holdsNoMoreInAnswersThanItHasRoomFor() throws IOException {
        int length = (int) AdminConnections.MOST_RESPONSE_BYTES / 2;
        AdminRoute large = AdminRoutes.get("/large", request -> AdminResponse.text(200, "x".repeat(length)));
        try (var admin = new AdminFixture(large)) {
            List<Socket> slow = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                slow.add(hold(admin, "GET /large HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
                assertThat(slow.get(i).getInputStream().read()).isEqualTo('H');
            }
            assertThat(text(slow.get(0)).length()).as("the oldest is cut").isLessThan(length);
            assertThat(text(slow.get(3)).length()).as("the newest is whole").isGreaterThan(length);
        }
    }

    @Test
    void readsNoBodyWhereARouteTakesNone() throws IOException {
        try (var admin = new AdminFixture(guardedEcho)) {
            for (String head : List.of(
                    "GET /livez HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1048576\r\n\r\n",
                    "GET /metrics HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
                    "GET /nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1048576\r\n\r\n",
                    "DELETE /livez HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1048576\r\n\r\n")) {
                Socket client = hold(admin, head + "x".repeat(1024));
                client.shutdownOutput();
                String answer = text(client);
                assertThat(answer).as(head).startsWith("HTTP/1.1 4").containsIgnoringCase("connection: close");
                assertThat(answer).doesNotContain("alive").doesNotContain("HTTP/1.1 200");
            }
            assertThat(admin.client()
                            .call("GET", "/livez", "Content-Length: 5\r\n")
                            .status())
                    .isEqualTo(413);
        }
    }

    /** A server that has no thread for them is silent for as long as the test. */
    private static void assertAnswersProbes(AdminFixture admin) throws IOException {
        for (String path : List.of("/livez", "/readyz")) {
            AdminClient.Answer answer = null;
            for (int i = 0; i < TRIES && answer == null; i++) {
                try (var socket = new Socket()) {
                    socket.connect(admin.address(), 15_000);
                    socket.setSoTimeout(15_000);
                    socket.getOutputStream().write(LIVEZ.replace("/livez", path).getBytes(StandardCharsets.US_ASCII));
                    answer = answerOrNull(socket);
                } catch (SocketTimeoutException silent) {
                    answer = null;
                }
            }
            assertThat(answer).as(path).isNotNull();
            assertThat(answer.status()).isEqualTo(200);
        }
    }

    private static int answerTo(AdminFixture admin, String method, String path, String headers) {
        try {
            return admin.client().call(method, path, headers).status();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AdminClient.Answer answerOrNull(Socket socket) throws IOException {
        try {
            String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return text.isEmpty() ? null : AdminClient.parse(text);
        } catch (SocketTimeoutException silent) {
            return null;
        }
    }

    private AdminResponse waitThenAnswer(AdminRequest request) {
        begun.release();
        try {
            mayAnswer.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return AdminResponse.text(200, "at last");
    }

    private Socket hold(AdminFixture admin, String begin) throws IOException {
        var socket = new Socket(admin.address().getAddress(), admin.address().getPort());
        held.add(socket);
        socket.setSoTimeout(60_000);
        socket.getOutputStream().write(begin.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Sends a little more, and lets time pass; by then the server may have had enough. */
    private static void drip(Socket client, String drop, ManualClock clock, Duration passing) {
        try {
            client.getOutputStream().write(drop.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException closed) {
            assertThat(closed).hasMessageMatching("(?i).*(pipe|reset).*");
        }
        clock.advance(passing);
    }

    /** How much there is until the end, or until the server cuts it off; it is taken bit by bit, for as long as it takes. */
    private static int readSlowly(Socket socket) throws IOException {
        byte[] bit = new byte[64 * 1024];
        int total = 0;
        try {
            int read;
            while ((read = socket.getInputStream().read(bit)) >= 0) {
                total += read;
                Await.pause();
            }
        } catch (SocketTimeoutException silent) {
            throw silent;
        } catch (IOException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
        return total;
    }

    /** Goes on to drip, and says whether the server has ended it: by what has come from there, as the first byte after its end is taken without a word. */
    private static boolean isClosed(Socket socket) {
        try {
            socket.getOutputStream().write(' ');
            socket.setSoTimeout(1);
            socket.getInputStream().readAllBytes();
            return true;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException closed) {
            return true;
        }
    }

    /** How many of the connections from this address the server has ended. */
    private long endsOfHeld(InetAddress from) throws IOException {
        long ends = 0;
        for (Socket socket : held) {
            if (socket.getLocalAddress().equals(from)) {
                socket.setSoTimeout(ends == 0 ? 60_000 : 50);
                try {
                    ends += socket.getInputStream().read() < 0 ? 1 : 0;
                } catch (SocketTimeoutException open) {
                    break;
                }
            }
        }
        return ends;
    }

    /** All that still comes; nothing but what came before where the server has cut it off. */
    private static String text(Socket socket) throws IOException {
        var all = new StringBuilder();
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[64 * 1024];
        try {
            int read;
            while ((read = in.read(buffer)) >= 0) {
                all.append(new String(buffer, 0, read, StandardCharsets.US_ASCII));
            }
        } catch (SocketTimeoutException silent) {
            throw silent;
        } catch (IOException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
        return all.toString();
    }
}
