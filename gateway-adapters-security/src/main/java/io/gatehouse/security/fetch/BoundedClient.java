package io.gatehouse.security.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to identity providers: no redirect is followed, no body is longer than its bound, and nothing takes
 * longer than its deadline, name lookup, connecting and reading together. Safe for concurrent use.
 */
public final class BoundedClient implements AutoCloseable {

    private final NameLookups names;
    private final HttpClient client;

    /**
     * What a provider has sent.
     *
     * @param body the whole body, not copied: nobody changes it
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared; a copy of every body would be for nothing.
    public record FetchResponse(int status, byte[] body) {}

    /** A client that works on these threads, and looks names up on others; it leaves both running when it is closed. */
    public BoundedClient(Executor threads, Executor lookups) {
        names = new NameLookups(InetAddress::getByName, lookups);
        client = HttpClient.newBuilder()
                .executor(threads)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /**
     * The response, whatever its status. Fails with an {@link IOException} or, after the deadline, with a {@link
     * java.util.concurrent.TimeoutException}; the connection is closed then.
     */
    public CompletableFuture<FetchResponse> send(HttpRequest request, int mostBytes, Duration deadline) {
        String host = request.uri().getHost();
        return host == null
                ? exchange(request, mostBytes, deadline)
                : names.known(host)
                        .thenCompose(known -> exchange(request, mostBytes, deadline))
                        .orTimeout(deadline.toNanos(), TimeUnit.NANOSECONDS);
    }

    private CompletableFuture<FetchResponse> exchange(HttpRequest request, int mostBytes, Duration deadline) {
        CompletableFuture<HttpResponse<byte[]>> sent = client.sendAsync(request, head -> new BoundedBody(mostBytes));
        return sent.thenApply(response -> new FetchResponse(response.statusCode(), response.body()))
                .orTimeout(deadline.toNanos(), TimeUnit.NANOSECONDS)
                .whenComplete((response, failure) -> sent.cancel(true));
    }

    /** Ends the client's own thread where the JDK can (21 and later); before that it ends with the garbage collector. */
    @Override
    public void close() {
        if ((Object) client instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception unexpected) {
                throw new IllegalStateException("the HTTP client could not be closed", unexpected);
            }
        }
    }

    /** Takes a body up to a number of bytes; one byte more and the connection is given up. */
    private static final class BoundedBody implements BodySubscriber<byte[]> {

        private final int limit;
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private @Nullable Subscription subscription;

        BoundedBody(int limit) {
            this.limit = limit;
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Subscription given) {
            subscription = given;
            given.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                if (buffer.remaining() > limit - taken.size()) {
                    giveUp();
                    return;
                }
                var bytes = new byte[buffer.remaining()];
                buffer.get(bytes);
                taken.writeBytes(bytes);
            }
        }

        private void giveUp() {
            if (subscription != null) {
                subscription.cancel();
            }
            body.completeExceptionally(new IOException("the response is larger than " + limit + " bytes"));
        }

        @Override
        public void onError(Throwable failure) {
            body.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            body.complete(taken.toByteArray());
        }
    }
}
