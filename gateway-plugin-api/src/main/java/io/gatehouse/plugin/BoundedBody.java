package io.gatehouse.plugin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes the body of a response up to a number of bytes; one byte more and the connection is given up. For adapters that call
 * others with the JDK's client, which can do that by itself from Java 25 on. Used for one response.
 */
public class BoundedBody implements BodySubscriber<byte[]> {

    private final int limit;
    private final Function<String, IOException> failure;
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private @Nullable Subscription subscription;

    /** At most so many bytes; {@code failure} makes of a message what the response fails with if there are more. */
    public BoundedBody(int limit, Function<String, IOException> failure) {
        this.limit = limit;
        this.failure = failure;
    }

    @Override
    public final CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public final void onSubscribe(Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public final void onNext(List<ByteBuffer> buffers) {
        if (body.isDone()) {
            return;
        }
        try {
            for (ByteBuffer buffer : buffers) {
                take(buffer);
            }
        } catch (IOException | RuntimeException e) {
            if (subscription != null) {
                subscription.cancel();
            }
            body.completeExceptionally(e);
        }
    }

    /** Takes what has arrived: keeps it. */
    protected void take(ByteBuffer arrived) throws IOException {
        keep(arrived, arrived.remaining());
    }

    /** Keeps so many bytes for what is given out at the end. */
    protected final void keep(ByteBuffer arrived, int length) throws IOException {
        if (length > limit - taken.size()) {
            throw failure.apply("the response is larger than " + limit + " bytes");
        }
        var bytes = new byte[length];
        arrived.get(bytes);
        taken.writeBytes(bytes);
    }

    /** What is kept, which is kept no more. */
    protected final byte[] kept() {
        byte[] all = taken.toByteArray();
        taken.reset();
        return all;
    }

    @Override
    public final void onError(Throwable broken) {
        body.completeExceptionally(broken);
    }

    @Override
    public final void onComplete() {
        body.complete(kept());
    }
}
