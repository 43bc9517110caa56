package io.gatehouse.compiler.document;

/** Whether APIs that no rule lists are allowed. */
public enum ApiListing {
    OPEN,
    RESTRICTED
}
