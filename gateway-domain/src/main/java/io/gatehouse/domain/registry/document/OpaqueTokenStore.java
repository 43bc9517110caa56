package io.gatehouse.domain.registry.document;

/** What kind of stores opaque tokens are looked up in. */
public enum OpaqueTokenStore {
    MONGO
}
