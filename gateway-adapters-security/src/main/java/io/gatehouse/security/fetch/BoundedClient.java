package io.gatehouse.security.fetch;

import io.gatehouse.plugin.BoundedBody;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

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
        CompletableFuture<HttpResponse<byte[]>> sent =
                client.sendAsync(request, head -> new BoundedBody(mostBytes, IOException::new));
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
}
