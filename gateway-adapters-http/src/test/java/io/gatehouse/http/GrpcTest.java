package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.http.exchange.GrpcCall;
import io.grpc.CallOptions;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Calls by gRPC through the gateway, with a client and a server that are not ours. */
class GrpcTest {

    private static final int MOST = 8 << 20;
    private static final long PATIENCE_SECONDS = 60;

    private GrpcHost host;
    private TestGateway gateway;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws IOException {
        host = new GrpcHost();
        gateway = TestGateway.to(host.address()).http2().start();
        channel = NettyChannelBuilder.forAddress(gateway.address)
                .usePlaintext()
                .maxInboundMessageSize(MOST)
                .disableRetry()
                .build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        gateway.close();
        host.close();
    }

    private byte[] unary(MethodDescriptor<byte[], byte[]> method, byte... message) {
        return ClientCalls.blockingUnaryCall(
                channel, method, CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS), message);
    }

    /** Hears what a call says. */
    private static class Answers implements StreamObserver<byte[]> {
        final LinkedBlockingQueue<byte[]> come = new LinkedBlockingQueue<>();
        final CountDownLatch ended = new CountDownLatch(1);
        volatile Status status = Status.UNKNOWN;

        @Override
        public void onNext(byte[] value) {
            come.add(value);
        }

        @Override
        public void onError(Throwable why) {
            status = Status.fromThrowable(why);
            ended.countDown();
        }

        @Override
        public void onCompleted() {
            status = Status.OK;
            ended.countDown();
        }

        byte[] next() throws InterruptedException {
            byte[] next = come.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            return next;
        }

        Status awaitEnd() throws InterruptedException {
            assertThat(ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            return status;
        }
    }

    @Test
    void carriesUnaryCalls() {
        assertThat(unary(GrpcHost.UNARY, (byte) 1, (byte) 2)).containsExactly(1, 2);
        assertThat(unary(GrpcHost.UNARY)).isEmpty();
        gateway.settled(2);
        assertThat(gateway.records)
                .allSatisfy(record -> assertThat(record.status()).isEqualTo(200));
        assertThat(gateway.records.get(0).request().path()).isEqualTo("/svc/test.Echo/Unary");
    }

    @Test
    void carriesMessagesOfFourMebibytes() {
        byte[] large = new byte[4 << 20];
        large[large.length - 1] = 7;
        assertThat(unary(GrpcHost.UNARY, large)).isEqualTo(large);
    }

    @Test
    void carriesStreamsOfTheServer() {
        Iterator<byte[]> answers =
                ClientCalls.blockingServerStreamingCall(channel, GrpcHost.COUNT, CallOptions.DEFAULT, new byte[] {100});
        List<Byte> seen = new ArrayList<>();
        answers.forEachRemaining(message -> seen.add(message[0]));
        assertThat(seen).hasSize(100).startsWith((byte) 0).endsWith((byte) 99);
    }

    @Test
    void carriesStreamsOfTheClient() throws Exception {
        var answers = new Answers();
        StreamObserver<byte[]> to =
                ClientCalls.asyncClientStreamingCall(channel.newCall(GrpcHost.SUM, CallOptions.DEFAULT), answers);
        for (int i = 0; i < 100; i++) {
            to.onNext(new byte[i]);
        }
        to.onCompleted();
        assertThat(answers.next()).asString(StandardCharsets.US_ASCII).isEqualTo("4950");
        assertThat(answers.awaitEnd()).isEqualTo(Status.OK);
    }

    @Test
    void carriesStreamsBothWaysMessageByMessage() throws Exception {
        var answers = new Answers();
        StreamObserver<byte[]> to =
                ClientCalls.asyncBidiStreamingCall(channel.newCall(GrpcHost.CHAT, CallOptions.DEFAULT), answers);
        for (byte i = 0; i < 20; i++) {
            to.onNext(new byte[] {i});
            assertThat(answers.next()).containsExactly(i);
        }
        to.onCompleted();
        assertThat(answers.awaitEnd()).isEqualTo(Status.OK);
        gateway.settled(1);
    }

    @Test
    void handsErrorsOnThatHaveNoMessage() {
        assertThatThrownBy(() -> unary(GrpcHost.FAIL)).isInstanceOfSatisfying(StatusRuntimeException.class, error -> {
            assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
            assertThat(error.getStatus().getDescription()).isEqualTo("no such thing");
        });
        assertThat(gateway.record().status()).isEqualTo(200);
    }

    @Test
    void refusesInTheWordsOfGrpc() {
        MethodDescriptor<byte[], byte[]> nowhere =
                GrpcHost.UNARY.toBuilder().setFullMethodName("no.Service/Unary").build();
        assertThatThrownBy(() -> unary(nowhere)).isInstanceOfSatisfying(StatusRuntimeException.class, error -> {
            assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
            assertThat(error.getStatus().getDescription()).startsWith(Rejection.SERVICE_UNKNOWN.code() + ": ");
        });
        assertThat(gateway.record().rejection()).isEqualTo(Rejection.SERVICE_UNKNOWN);
        assertThat(gateway.server.grpcRefusals().count(GrpcCall.Status.UNIMPLEMENTED))
                .isEqualTo(1);
        assertThat(gateway.server.grpcRefusals().count(GrpcCall.Status.UNAVAILABLE))
                .isZero();
    }

    @Test
    void saysThatAHostIsAway() throws IOException {
        try (TestGateway away = TestGateway.to(new HostAddress(false, true, "127.0.0.1", 1))
                .http2()
                .start()) {
            ManagedChannel to =
                    NettyChannelBuilder.forAddress(away.address).usePlaintext().build();
            try {
                assertThatThrownBy(() ->
                                ClientCalls.blockingUnaryCall(to, GrpcHost.UNARY, CallOptions.DEFAULT, new byte[0]))
                        .isInstanceOfSatisfying(
                                StatusRuntimeException.class,
                                error -> assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
            } finally {
                to.shutdownNow();
            }
        }
    }

    @Test
    void cancelsWhatAClientCancels() throws Exception {
        var answers = new Answers();
        var call = channel.newCall(GrpcHost.HANG, CallOptions.DEFAULT);
        ClientCalls.asyncUnaryCall(call, new byte[0], answers);
        host.hanging.await("the call", now -> now == 1);
        call.cancel("not wanted", null);
        assertThat(answers.awaitEnd().getCode()).isEqualTo(Status.Code.CANCELLED);
        host.cancelled.await("the end of the call", now -> now == 1);
        assertThat(gateway.record().rejection()).isEqualTo(Rejection.CLIENT_GONE);
    }

    @Test
    void endsCallsWhenTheClientsDeadlineIsOver() throws Exception {
        var answers = new Answers();
        ClientCalls.asyncUnaryCall(
                channel.newCall(
                        GrpcHost.HANG, CallOptions.DEFAULT.withDeadline(Deadline.after(300, TimeUnit.MILLISECONDS))),
                new byte[0],
                answers);
        assertThat(answers.awaitEnd().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        gateway.settled(1);
        assertThat(gateway.record().rejection()).isIn(Rejection.UPSTREAM_TIMEOUT, Rejection.CLIENT_GONE);
    }

    @Test
    void sharesAConnectionForManyCalls() throws Exception {
        manyCalls(500);
    }

    @Test
    @Tag("proof")
    void sharesAConnectionForTenThousandCalls() throws Exception {
        manyCalls(10_000);
    }

    private void manyCalls(int calls) throws InterruptedException {
        var atOnce = new Semaphore(50);
        var all = new CountDownLatch(calls);
        var good = new AtomicInteger();
        for (int i = 0; i < calls; i++) {
            atOnce.acquire();
            ClientCalls.asyncUnaryCall(
                    channel.newCall(GrpcHost.UNARY, CallOptions.DEFAULT), new byte[] {(byte) i}, new Answers() {
                        @Override
                        public void onCompleted() {
                            super.onCompleted();
                            good.incrementAndGet();
                            atOnce.release();
                            all.countDown();
                        }

                        @Override
                        public void onError(Throwable why) {
                            atOnce.release();
                            all.countDown();
                        }
                    });
        }
        assertThat(all.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(good).hasValue(calls);
        gateway.settled(calls);
        assertThat(host.connections).hasSize(1);
        assertThat(gateway.server.connections()).isEqualTo(1);
    }
}
