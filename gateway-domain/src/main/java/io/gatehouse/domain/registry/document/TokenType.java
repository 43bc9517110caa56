package io.gatehouse.domain.registry.document;

/** What kind of bearer tokens there are. */
public enum TokenType {
    JWT,
    OPAQUE
}
