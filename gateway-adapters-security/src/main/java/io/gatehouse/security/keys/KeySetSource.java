package io.gatehouse.security.keys;

import io.gatehouse.security.fetch.BoundedClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Where the text of a key set comes from; called on a background thread, one call at a time. */
@FunctionalInterface
interface KeySetSource {

    /** Providers' sets have a few kilobytes, some with long certificate chains a few dozen. */
    int MOST_BYTES = 512 * 1024;

    /** The text, bounded in size and time; fails with a message that may be logged. */
    CompletableFuture<byte[]> read();

    /** A key set behind a URL; only a 200 without a redirect before it counts. */
    static KeySetSource at(URI location, BoundedClient client, Duration deadline) {
        HttpRequest request = HttpRequest.newBuilder(location)
                .header("Accept", "application/json, application/jwk-set+json")
                .build();
        return () -> client.send(request, MOST_BYTES, deadline).thenApply(response -> {
            if (response.status() != 200) {
                throw new CompletionException(new IOException("the response's status is " + response.status()));
            }
            return response.body();
        });
    }

    /** A key set in a file, read whole each time: it is small, and its date would not show two changes within one tick. */
    static KeySetSource in(Path file) {
        return () -> {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                // To read a pipe or a device may take for ever, and so would the thread.
                return CompletableFuture.failedFuture(new IOException(file + " is not a regular file"));
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] text = in.readNBytes(MOST_BYTES + 1);
                return text.length > MOST_BYTES
                        ? CompletableFuture.failedFuture(
                                new IOException("the file is larger than " + MOST_BYTES + " bytes"))
                        : CompletableFuture.completedFuture(text);
            } catch (IOException unreadable) {
                return CompletableFuture.failedFuture(unreadable);
            }
        };
    }
}
