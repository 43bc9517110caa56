package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.TestPki;
import io.gatehouse.domain.time.Arrivals;
import io.gatehouse.domain.time.WatchedCount;
import io.gatehouse.http.tls.ListenerTls;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway that stops while clients of every protocol keep it busy: no call of one that keeps to its protocol fails. */
class StopUnderLoadTest {

    private static final TestPki AUTHORITY = TestPki.authority("test authority");
    private static final SSLContext TRUSTING = TestPki.trusting(AUTHORITY);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int STREAMS = 8;
    private static final int PAGE = 40_000;
    private static final byte[] FRAME = {(byte) 0x81, 5, 'h', 'e', 'l', 'l', 'o'};

    /** Calls that have been answered. */
    private final WatchedCount answered = new WatchedCount();

    private final Arrivals<Throwable> failures = new Arrivals<>();
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final List<Thread> callers = new ArrayList<>();

    @TempDir
    private Path folder;

    /** What a client does until the gateway has told it to go. */
    @FunctionalInterface
    private interface Caller {
        void callUntilTold() throws Exception;
    }

    private void begin(int times, Caller caller) {
        for (int i = 0; i < times; i++) {
            var thread = new Thread(() -> {
                try {
                    caller.callUntilTold();
                } catch (Exception | AssertionError e) {
                    failures.add(e);
                }
            });
            thread.start();
            callers.add(thread);
        }
    }

    private void awaitCallers(List<Thread> which) throws InterruptedException {
        for (Thread caller : which) {
            caller.join(PATIENCE.toMillis());
            assertThat(caller.isAlive()).as("%s", failures).isFalse();
        }
    }

    private Backend backend() throws IOException {
        String page = "HTTP/1.1 200 OK\r\nContent-Length: " + PAGE + "\r\n\r\n" + "x".repeat(PAGE);
        return new Backend(line -> {
            while (line.readRequest()) {
                if (line.head.get(0).startsWith("GET /ws")) {
                    line.write(Http2WebSocketTest.switched(line));
                    byte[] buffer = new byte[8192];
                    for (int read = line.in.read(buffer); read >= 0; read = line.in.read(buffer)) {
                        line.out.write(buffer, 0, read);
                    }
                    return;
                }
                if (line.head.get(0).startsWith("GET /slow")) {
                    await(mayEnd);
                }
                line.write(page);
            }
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void answersAllThatHasBegun(boolean secured) throws Exception {
        stopUnderLoad(secured, 4);
    }

    @Test
    @Tag("proof")
    void answersAllThatHasBegunHoweverOften() throws Exception {
        for (int i = 0; i < 20; i++) {
            var one = new StopUnderLoadTest();
            one.folder = folder;
            one.stopUnderLoad(i % 2 == 0, 25);
        }
    }

    private void stopUnderLoad(boolean secured, int clients) throws Exception {
        try (Backend backend = backend()) {
            TestGateway.Setup setup = TestGateway.to(backend).ioThreads(2).http2();
            if (secured) {
                ListenerTls tls = new TlsFiles(folder)
                        .pair("own", AUTHORITY.issue("EC", "localhost"))
                        .http2()
                        .tls();
                setup.tls(tls, TRUSTING);
            }
            try (TestGateway gateway = setup.start()) {
                begin(clients, () -> byHttp1(gateway));
                begin(clients, () -> byHttp2(gateway, secured));
                List<Thread> short1 = List.copyOf(callers);
                begin(clients, () -> webSocket(gateway));
                begin(clients, () -> webSocketByHttp2(gateway, secured));
                int begun = clients * (20 + 5 * STREAMS + 2 * 20);
                answered.await("load", now -> now >= begun || !failures.isEmpty());
                assertThat(failures).isEmpty();

                gateway.server.beginStop();
                gateway.server.stopAccepting();
                mayEnd.countDown();
                awaitCallers(short1);
                gateway.server.leave();
                awaitCallers(callers);
                gateway.server.closeIdle();
                assertThat(gateway.server.awaitIdle(PATIENCE)).isTrue();
                assertThat(gateway.server.awaitNoHttp2(PATIENCE)).isTrue();
            }
            assertThat(failures).isEmpty();
        }
    }

    /** One request after the other on a connection, until a response says that it is the last. */
    private void byHttp1(TestGateway gateway) throws IOException {
        try (RawClient client = gateway.connect()) {
            Answer answer;
            do {
                answer = client.ask("GET /svc/page HTTP/1.1\r\nHost: gw\r\n\r\n");
                check(answer.status() == 200 && answer.body().length == PAGE, answer.statusLine());
                answered.add(1);
            } while (!answer.closes());
        }
    }

    /** Some requests at a time, one of which takes long, until the connection takes no more; then all are to be answered. */
    private void byHttp2(TestGateway gateway, boolean secured) throws IOException {
        try (Http2Client client = connect(gateway, secured)) {
            List<Integer> open = new ArrayList<>();
            open.add(client.get("/svc/slow"));
            while (client.goneAway < 0) {
                while (open.size() < STREAMS) {
                    open.add(client.get("/svc/page"));
                }
                int first = open.remove(1);
                checkPage(client, first);
            }
            for (int one : open) {
                checkPage(client, one);
            }
            check(client.awaitEnd() == 0, "ended with " + client.goneAway);
            check(client.lastStream != Integer.MAX_VALUE, "not told which was the last");
        }
    }

    private void checkPage(Http2Client client, int stream) throws IOException {
        Http2Client.Response response = client.answer(stream);
        check(
                response.reset < 0 && response.status() == 200 && response.body.size() == PAGE,
                "stream " + stream + ": reset " + response.reset + ", " + response.head);
        response.body.reset();
        answered.add(1);
    }

    private static Http2Client connect(TestGateway gateway, boolean secured) throws IOException {
        return secured ? Http2Client.secured(gateway.address, TRUSTING) : Http2Client.to(gateway);
    }

    /** Frames there and back, until there comes one that says good-bye. */
    private void webSocket(TestGateway gateway) throws IOException {
        try (RawClient client = gateway.connect()) {
            Answer answer = client.ask("GET /svc/ws HTTP/1.1\r\nHost: gw\r\nConnection: Upgrade\r\n"
                    + "Upgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n\r\n");
            check(answer.status() == 101, answer.statusLine());
            boolean goes = false;
            while (!goes) {
                client.socket.getOutputStream().write(FRAME);
                byte[] begin = Wire.exactly(client.in, 2);
                byte[] content = Wire.exactly(client.in, begin[1]);
                goes = isFarewell(begin[0], content);
                answered.add(1);
            }
            client.socket.getOutputStream().write(new byte[] {(byte) 0x88, 2, 1001 >> 8, (byte) 1001});
        }
    }

    private static boolean isFarewell(byte kind, byte[] content) {
        check(kind == FRAME[0] || kind == (byte) 0x88, "a frame of kind " + kind);
        check(kind == FRAME[0] ? content[0] == 'h' : content[1] == (byte) 1001, "another content");
        return kind != FRAME[0];
    }

    private void webSocketByHttp2(TestGateway gateway, boolean secured) throws IOException {
        try (Http2Client client = connect(gateway, secured)) {
            int stream = Http2WebSocketTest.open(client, "/svc/ws");
            Http2Client.Response response = client.soFar(stream);
            int read = 0;
            boolean goes = false;
            while (!goes) {
                client.data(stream, false, FRAME);
                while (response.body.size() < read + 2
                        || response.body.size() < read + 2 + response.body.toByteArray()[read + 1]) {
                    check(response.reset < 0 && client.next() != null, "the connection has ended");
                }
                byte[] all = response.body.toByteArray();
                byte[] content = java.util.Arrays.copyOfRange(all, read + 2, read + 2 + all[read + 1]);
                goes = isFarewell(all[read], content);
                read += 2 + content.length;
                answered.add(1);
            }
            client.data(stream, true, (byte) 0x88, (byte) 2, (byte) (1001 >> 8), (byte) 1001);
            check(client.awaitEnd() == 0, "ended with " + client.goneAway);
        }
    }

    private static void check(boolean good, String what) {
        if (!good) {
            throw new AssertionError(what);
        }
    }

    /** Clients of gRPC connect again where they are told to go; a stream that is open stays so until it is done. */
    @Test
    void endsCallsByGrpcInOrder() throws Exception {
        callByGrpc(4, 50);
    }

    @Test
    @Tag("proof")
    void endsCallsByGrpcInOrderHoweverOften() throws Exception {
        for (int i = 0; i < 20; i++) {
            new StopUnderLoadTest().callByGrpc(16, 500);
        }
    }

    private void callByGrpc(int clients, int calls) throws Exception {
        var told = new CountDownLatch(1);
        try (GrpcHost host = new GrpcHost();
                TestGateway gateway =
                        TestGateway.to(host.address()).ioThreads(2).http2().start()) {
            begin(clients, () -> callByGrpc(gateway, told));
            answered.await("load", now -> now >= clients * calls || !failures.isEmpty());
            assertThat(failures).isEmpty();

            gateway.server.beginStop();
            int before = answered.get();
            answered.await("load while it stops", now -> now >= before + clients * calls || !failures.isEmpty());
            told.countDown();
            awaitCallers(callers);
            gateway.server.stopAccepting();
            gateway.server.closeIdle();
            assertThat(gateway.server.awaitIdle(PATIENCE)).isTrue();
            assertThat(gateway.server.awaitNoHttp2(PATIENCE)).isTrue();
            assertThat(failures).isEmpty();
        }
    }

    private void callByGrpc(TestGateway gateway, CountDownLatch told) throws InterruptedException {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress(gateway.address).usePlaintext().build();
        try {
            var ended = new CountDownLatch(1);
            StreamObserver<byte[]> chat = ClientCalls.asyncBidiStreamingCall(
                    channel.newCall(GrpcHost.CHAT, CallOptions.DEFAULT), new StreamObserver<>() {
                        @Override
                        public void onNext(byte[] value) {
                            answered.add(1);
                        }

                        @Override
                        public void onError(Throwable why) {
                            failures.add(why);
                            ended.countDown();
                        }

                        @Override
                        public void onCompleted() {
                            ended.countDown();
                        }
                    });
            while (told.getCount() > 0) {
                byte[] back = ClientCalls.blockingUnaryCall(
                        channel,
                        GrpcHost.UNARY,
                        CallOptions.DEFAULT.withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS),
                        new byte[] {1, 2, 3});
                check(back.length == 3, Status.DATA_LOSS.toString());
                answered.add(1);
                chat.onNext(back);
            }
            chat.onCompleted();
            check(ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS), "a stream has not ended");
        } finally {
            channel.shutdown();
            check(channel.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS), "a channel has not ended");
        }
    }
}
