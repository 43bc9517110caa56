package io.gatehouse.domain.policy;

/** A check that trusted clients may skip. */
public enum SkippedCheck {
    ADDRESSES,
    GEO,
    DEVICE,
    ACL,
    TOKEN
}
