package io.gatehouse.domain.response;

import io.gatehouse.domain.idempotency.IdempotencyPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What a service wants done with its responses.
 *
 * @param compression whether what comes uncompressed is compressed for clients that take it, see {@link Compression}
 * @param idempotency how calls with a key of their own take effect once; null if they are like others
 */
public record ResponsePolicy(boolean compression, @Nullable IdempotencyPolicy idempotency) {

    /** Everything is handed on as it comes. */
    public static final ResponsePolicy NONE = new ResponsePolicy(false, null);
}
