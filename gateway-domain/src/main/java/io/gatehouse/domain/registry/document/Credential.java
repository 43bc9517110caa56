package io.gatehouse.domain.registry.document;

/** What a service version may ask for. */
public enum Credential {
    KEY,
    TOKEN
}
