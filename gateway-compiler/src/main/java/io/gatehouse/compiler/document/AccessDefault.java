package io.gatehouse.compiler.document;

/** What happens to something that a rule knows nothing of. */
public enum AccessDefault {
    ALLOW,
    DENY
}
