package io.gatehouse.security.jwks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * A key set in a file, which is read whole each time: it is small, and its date would not tell of two changes within one
 * tick.
 */
record KeySetFile(Path file) implements KeySetSource {

    @Override
    public CompletableFuture<byte[]> read() {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // To read a pipe or a device may take for ever, and so would the thread.
            return CompletableFuture.failedFuture(new IOException(file + " is not a regular file"));
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] text = in.readNBytes(RemoteKeySet.MOST_BYTES + 1);
            return text.length > RemoteKeySet.MOST_BYTES
                    ? CompletableFuture.failedFuture(
                            new IOException("the file is larger than " + RemoteKeySet.MOST_BYTES + " bytes"))
                    : CompletableFuture.completedFuture(text);
        } catch (IOException unreadable) {
            return CompletableFuture.failedFuture(unreadable);
        }
    }
}
