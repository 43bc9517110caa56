package io.gatehouse.domain.quota;

/** Who has a counter of their own. Where a request has no such subject (no tenant, key or user), its address stands in. */
public enum Subject {
    ADDRESS,
    TENANT,
    TENANT_AND_ADDRESS,
    KEY,
    USER
}
