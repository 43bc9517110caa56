package io.gatehouse.discovery.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** Takes a body up to a number of bytes; one byte more and the connection is given up. */
class BoundedBody implements BodySubscriber<byte[]> {

    private final int limit;
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private @Nullable Subscription subscription;

    BoundedBody(int limit) {
        this.limit = limit;
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

    /** Takes what has arrived. */
    void take(ByteBuffer arrived) throws IOException {
        keep(arrived, arrived.remaining());
    }

    /** Keeps so many bytes for what is given out at the end. */
    final void keep(ByteBuffer arrived, int length) throws ApiFailure {
        if (length > limit - taken.size()) {
            throw new ApiFailure("the response is larger than " + limit + " bytes");
        }
        var bytes = new byte[length];
        arrived.get(bytes);
        taken.writeBytes(bytes);
    }

    /** What is kept, which is kept no more. */
    final byte[] kept() {
        byte[] all = taken.toByteArray();
        taken.reset();
        return all;
    }

    @Override
    public final void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public final void onComplete() {
        body.complete(kept());
    }
}
