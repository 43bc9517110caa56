package io.gatehouse.discovery.swarm;

import io.gatehouse.discovery.api.ApiFailure;
import io.gatehouse.discovery.api.ApiRequest;
import io.gatehouse.discovery.api.ApiResponse;
import io.gatehouse.domain.time.Timer;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Calls an engine through a socket of this machine, which the JDK's HTTP client does not speak: by HTTP/1.0, in which a response ends
 * with its connection.
 */
final class SocketEngine implements Engine {

    private static final int LARGEST_HEAD = 1 << 14;
    private static final int CHUNK = 1 << 14;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})(?: [^\r\n]*)?\r\n");
    private static final Pattern LENGTH =
            Pattern.compile("\r\ncontent-length:[ \t]*([0-9]{1,10})[ \t]*\r\n", Pattern.CASE_INSENSITIVE);

    private final Path socket;
    private final Timer timer;
    private final Executor threads;

    SocketEngine(Path socket, Timer timer, Executor threads) {
        this.socket = socket;
        this.timer = timer;
        this.threads = threads;
    }

    @Override
    public CompletableFuture<ApiResponse> get(ApiRequest request) {
        var result = new CompletableFuture<ApiResponse>();
        threads.execute(() -> {
            try {
                result.complete(call(request, result));
            } catch (IOException | RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private ApiResponse call(ApiRequest request, CompletableFuture<ApiResponse> result) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            Timer.Cancellation deadline = timer.after(request.deadline(), () -> {
                result.completeExceptionally(new TimeoutException());
                close(channel);
            });
            try {
                var head = ByteBuffer.wrap(("GET " + request.path() + " HTTP/1.0\r\nHost: docker\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                while (head.hasRemaining()) {
                    channel.write(head);
                }
                return response(read(channel, request.mostBytes() + LARGEST_HEAD), request.mostBytes());
            } finally {
                deadline.cancel();
            }
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException unexpected) {
            throw new IllegalStateException("a socket could not be closed", unexpected);
        }
    }

    private static byte[] read(SocketChannel channel, int most) throws IOException {
        var all = new ByteArrayOutputStream();
        var chunk = ByteBuffer.allocate(CHUNK);
        while (channel.read(chunk) >= 0) {
            if (all.size() + chunk.position() > most) {
                throw new ApiFailure("the response is larger than " + most + " bytes");
            }
            all.write(chunk.array(), 0, chunk.position());
            chunk.clear();
        }
        return all.toByteArray();
    }

    private static ApiResponse response(byte[] all, int most) throws IOException {
        int end = endOfHead(all);
        if (end < 0) {
            throw new EOFException("end of stream before the end of the head");
        }
        String head = new String(all, 0, end, StandardCharsets.ISO_8859_1);
        Matcher status = STATUS.matcher(head);
        if (!status.lookingAt()) {
            throw new ApiFailure("it does not speak HTTP");
        }
        byte[] body = Arrays.copyOfRange(all, end, all.length);
        Matcher length = LENGTH.matcher(head);
        if (body.length > most || (length.find() && Long.parseLong(length.group(1)) != body.length)) {
            throw new EOFException("end of stream before the end of the body");
        }
        int code = Integer.parseInt(status.group(1));
        if (code != 200) {
            throw ApiFailure.of(code, body);
        }
        return new ApiResponse(SocketEngine::none, body);
    }

    private static @Nullable String none(String header) {
        return null;
    }

    private static int endOfHead(byte[] all) {
        for (int i = 0; i + 3 < Math.min(all.length, LARGEST_HEAD); i++) {
            if (all[i] == '\r' && all[i + 1] == '\n' && all[i + 2] == '\r' && all[i + 3] == '\n') {
                return i + 4;
            }
        }
        return -1;
    }
}
