package io.gatehouse.domain.registry.document;

/** Whether {@code Authorization} reaches the upstream. */
public enum CredentialPassing {
    DROP,
    PASS
}
