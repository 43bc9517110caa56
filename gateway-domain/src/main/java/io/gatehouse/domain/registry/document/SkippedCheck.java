package io.gatehouse.domain.registry.document;

/** A check that trusted clients may skip. */
public enum SkippedCheck {
    ADDRESSES,
    GEO,
    DEVICE,
    ACL,
    TOKEN
}
