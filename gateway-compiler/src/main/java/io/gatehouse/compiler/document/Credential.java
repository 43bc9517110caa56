package io.gatehouse.compiler.document;

/** What a service version may ask for. */
public enum Credential {
    KEY,
    TOKEN
}
