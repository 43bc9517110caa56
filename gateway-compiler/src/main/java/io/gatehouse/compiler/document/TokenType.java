package io.gatehouse.compiler.document;

/** What kind of bearer tokens there are. */
public enum TokenType {
    JWT,
    OPAQUE
}
