package io.gatehouse.security.jwks;

import io.gatehouse.security.fetch.BoundedClient;
import io.gatehouse.security.fetch.FetchResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A key set behind a URL; only a 200 without a redirect before it counts. */
record RemoteKeySet(BoundedClient client, URI location, Duration deadline) implements KeySetSource {

    /** Providers' sets have a few kilobytes, some with long certificate chains a few dozen. */
    static final int MOST_BYTES = 512 * 1024;

    @Override
    public CompletableFuture<byte[]> read() {
        HttpRequest request = HttpRequest.newBuilder(location)
                .header("Accept", "application/json, application/jwk-set+json")
                .build();
        return client.send(request, MOST_BYTES, deadline).thenApply(RemoteKeySet::text);
    }

    private static byte[] text(FetchResponse answer) {
        if (answer.status() != 200) {
            throw new CompletionException(new IOException("the answer's status is " + answer.status()));
        }
        return answer.body();
    }
}
