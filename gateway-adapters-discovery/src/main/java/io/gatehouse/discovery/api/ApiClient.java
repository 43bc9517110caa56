package io.gatehouse.discovery.api;

import io.gatehouse.plugin.BoundedBody;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls an HTTP API. No redirect is followed, nothing is larger than its bound or takes longer than its deadline, and a certificate
 * has to be that of the host. Connects when it is first asked. Safe for concurrent use.
 *
 * <p>HTTP/1.1 throughout: a connection that is silently dead is given up with the call that waits on it, where calls of HTTP/2 would
 * go on to be sent to it.
 */
public final class ApiClient implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final String base;
    private final @Nullable Path authorities;
    private final Executor threads;
    private @Nullable HttpClient client;

    /**
     * A client of one server.
     *
     * @param base scheme, host and port, and what stands before every path
     * @param authorities a file of PEM certificates that the server's has to be signed by; null for those that the JDK trusts
     */
    public ApiClient(URI base, @Nullable Path authorities, Executor threads) {
        this.base = base.toString().replaceAll("/+$", "");
        this.authorities = authorities;
        this.threads = threads;
    }

    /** The response if its status is 200; cancelling it ends the call. */
    public CompletableFuture<ApiResponse> get(ApiRequest request) {
        return send(
                request,
                () -> whole(request),
                response -> new ApiResponse(
                        name -> response.headers().firstValue(name).orElse(null), response.body()));
    }

    /**
     * Reads a response that goes on and on, line by line, as it arrives. Completes when it ends; cancelling it ends the call.
     *
     * @param opened called before the first line, once the server has said that it will send some
     * @param lines takes each line, one after the other; the stream fails if it throws
     */
    public CompletableFuture<Boolean> stream(ApiRequest request, Runnable opened, LineBody.Lines lines) {
        return send(
                request,
                () -> {
                    opened.run();
                    return new LineBody(request.mostBytes(), lines);
                },
                response -> true);
    }

    private static BodySubscriber<byte[]> whole(ApiRequest request) {
        return new BoundedBody(request.mostBytes(), ApiFailure::new);
    }

    private <T> CompletableFuture<T> send(
            ApiRequest request, Supplier<BodySubscriber<byte[]>> good, Function<HttpResponse<byte[]>, T> use) {
        CompletableFuture<HttpResponse<byte[]>> sent;
        try {
            HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(base + request.path()));
            request.headers().forEach(builder::setHeader);
            sent = client().sendAsync(builder.build(), head -> head.statusCode() == 200 ? good.get() : whole(request));
        } catch (IOException | IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
        var result = new CompletableFuture<T>();
        CompletionStage<HttpResponse<byte[]>> received = sent;
        received.whenComplete((response, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
            } else if (response.statusCode() == 200) {
                result.complete(use.apply(response));
            } else {
                result.completeExceptionally(ApiFailure.of(response.statusCode(), response.body()));
            }
        });
        CompletionStage<T> over = result.orTimeout(request.deadline().toNanos(), TimeUnit.NANOSECONDS);
        over.whenComplete((response, failure) -> sent.cancel(true));
        return result;
    }

    private synchronized HttpClient client() throws IOException {
        if (client == null) {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .executor(threads)
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT)
                    .followRedirects(HttpClient.Redirect.NEVER);
            if (authorities != null) {
                builder.sslContext(Authorities.of(authorities));
            }
            client = builder.build();
        }
        return client;
    }

    /** Ends the client's own thread where the JDK can (21 and later); before that it ends with the garbage collector. */
    @Override
    public synchronized void close() {
        if ((Object) client instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception unexpected) {
                throw new IllegalStateException("the HTTP client could not be closed", unexpected);
            }
        }
        client = null;
    }
}
