package io.gatehouse.compiler.document;

/** How requests are counted against a limit. */
public enum ThrottlingAlgorithm {
    FIXED_WINDOW,
    SLIDING_WINDOW,
    TOKEN_BUCKET,
    CONCURRENCY
}
