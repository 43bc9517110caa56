package io.gatehouse.domain.response;

/**
 * What a service wants done with its responses.
 *
 * @param compression whether what comes uncompressed is compressed for clients that take it, see {@link Compression}
 */
public record ResponsePolicy(boolean compression) {

    /** Everything is handed on as it comes. */
    public static final ResponsePolicy NONE = new ResponsePolicy(false);
}
