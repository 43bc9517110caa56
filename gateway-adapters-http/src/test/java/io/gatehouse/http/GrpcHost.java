package io.gatehouse.http;

import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.time.WatchedCount;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/** A server of gRPC by somebody else, whose messages are bytes. */
final class GrpcHost implements AutoCloseable {

    private static final String SERVICE = "test.Echo";

    static final MethodDescriptor<byte[], byte[]> UNARY = method("Unary", MethodType.UNARY);
    static final MethodDescriptor<byte[], byte[]> COUNT = method("Count", MethodType.SERVER_STREAMING);
    static final MethodDescriptor<byte[], byte[]> SUM = method("Sum", MethodType.CLIENT_STREAMING);
    static final MethodDescriptor<byte[], byte[]> CHAT = method("Chat", MethodType.BIDI_STREAMING);
    static final MethodDescriptor<byte[], byte[]> FAIL = method("Fail", MethodType.UNARY);
    static final MethodDescriptor<byte[], byte[]> HANG = method("Hang", MethodType.UNARY);

    private static final MethodDescriptor<byte[], byte[]> HEALTH = UNARY.toBuilder()
            .setFullMethodName("svc/grpc.health.v1.Health/Check")
            .build();
    private static final int MOST = 8 << 20;

    private final Server server;
    final WatchedCount cancelled = new WatchedCount();
    final WatchedCount hanging = new WatchedCount();
    final Queue<Object> connections = new ConcurrentLinkedQueue<>();

    GrpcHost() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .maxInboundMessageSize(MOST)
                .executor(Executors.newCachedThreadPool(work -> {
                    var thread = new Thread(work, "grpc-host");
                    thread.setDaemon(true);
                    return thread;
                }))
                .addTransportFilter(new io.grpc.ServerTransportFilter() {
                    @Override
                    public io.grpc.Attributes transportReady(io.grpc.Attributes attributes) {
                        connections.add(attributes);
                        return attributes;
                    }
                })
                .addService(ServerServiceDefinition.builder(SERVICE)
                        .addMethod(asServed(UNARY), ServerCalls.asyncUnaryCall((request, to) -> {
                            to.onNext(request);
                            to.onCompleted();
                        }))
                        .addMethod(asServed(COUNT), ServerCalls.asyncServerStreamingCall((request, to) -> {
                            for (int i = 0; i < request[0]; i++) {
                                to.onNext(new byte[] {(byte) i});
                            }
                            to.onCompleted();
                        }))
                        .addMethod(asServed(SUM), ServerCalls.asyncClientStreamingCall(to -> new Summing(to)))
                        .addMethod(asServed(CHAT), ServerCalls.asyncBidiStreamingCall(to -> new Echoing(to)))
                        .addMethod(
                                asServed(FAIL),
                                ServerCalls.asyncUnaryCall((request, to) -> to.onError(Status.NOT_FOUND
                                        .withDescription("no such thing")
                                        .asException())))
                        .addMethod(asServed(HANG), ServerCalls.asyncUnaryCall((request, to) -> {
                            hanging.add(1);
                            ((ServerCallStreamObserver<byte[]>) to).setOnCancelHandler(() -> cancelled.add(1));
                        }))
                        .build())
                .addService(ServerServiceDefinition.builder("grpc.health.v1.Health")
                        .addMethod(asServed(HEALTH), ServerCalls.asyncUnaryCall((request, to) -> {
                            String service = new String(request, java.nio.charset.StandardCharsets.US_ASCII);
                            if (service.endsWith("unknown")) {
                                to.onError(Status.NOT_FOUND.asException());
                            } else {
                                to.onNext(new byte[] {8, (byte) (service.endsWith("down") ? 2 : 1)});
                                to.onCompleted();
                            }
                        }))
                        .build())
                .build()
                .start();
    }

    HostAddress address() {
        return new HostAddress(false, true, "127.0.0.1", server.getPort());
    }

    /** As clients of the test gateway call it, whose service stands below a prefix. */
    private static MethodDescriptor<byte[], byte[]> method(String name, MethodType type) {
        return MethodDescriptor.<byte[], byte[]>newBuilder(Bytes.ONE, Bytes.ONE)
                .setFullMethodName("svc/" + SERVICE + "/" + name)
                .setType(type)
                .build();
    }

    private static MethodDescriptor<byte[], byte[]> asServed(MethodDescriptor<byte[], byte[]> called) {
        return called.toBuilder()
                .setFullMethodName(called.getFullMethodName().substring("svc/".length()))
                .build();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private enum Bytes implements MethodDescriptor.Marshaller<byte[]> {
        ONE;

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Summing implements StreamObserver<byte[]> {
        private final StreamObserver<byte[]> to;
        private int sum;

        Summing(StreamObserver<byte[]> to) {
            this.to = to;
        }

        @Override
        public void onNext(byte[] value) {
            sum += value.length;
        }

        @Override
        public void onError(Throwable gone) {}

        @Override
        public void onCompleted() {
            to.onNext(Integer.toString(sum).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            to.onCompleted();
        }
    }

    private record Echoing(StreamObserver<byte[]> to) implements StreamObserver<byte[]> {
        @Override
        public void onNext(byte[] value) {
            to.onNext(value);
        }

        @Override
        public void onError(Throwable gone) {}

        @Override
        public void onCompleted() {
            to.onCompleted();
        }
    }
}
