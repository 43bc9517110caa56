package io.gatehouse.compiler.document;

/** What kind of stores opaque tokens are looked up in. */
public enum OpaqueTokenStore {
    MONGO
}
