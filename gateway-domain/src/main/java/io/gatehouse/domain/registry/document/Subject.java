package io.gatehouse.domain.registry.document;

/** Who has a counter of their own. */
public enum Subject {
    ADDRESS,
    TENANT,
    TENANT_AND_ADDRESS,
    KEY,
    USER
}
