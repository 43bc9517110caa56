package io.gatehouse.domain.service;

import io.gatehouse.domain.response.Compression;
import org.jspecify.annotations.Nullable;

/**
 * What a service wants done with its responses.
 *
 * @param compression whether what comes uncompressed is compressed for clients that take it, see {@link Compression}
 * @param cache how they are kept to be given again; null if they are not
 * @param idempotency how calls with a key of their own take effect once; null if they are like others
 */
public record ResponsePolicy(
        boolean compression,
        @Nullable CachePolicy cache,
        @Nullable IdempotencyPolicy idempotency) {

    /** Everything is handed on as it comes. */
    public static final ResponsePolicy NONE = new ResponsePolicy(false, null, null);
}
