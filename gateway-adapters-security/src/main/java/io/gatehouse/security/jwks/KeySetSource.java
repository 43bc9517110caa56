package io.gatehouse.security.jwks;

import java.util.concurrent.CompletableFuture;

/** Where the text of a key set comes from; called on a background thread, one call at a time. */
@FunctionalInterface
interface KeySetSource {

    /** The text, bounded in size and time; fails with a message that may be logged. */
    CompletableFuture<byte[]> read();
}
