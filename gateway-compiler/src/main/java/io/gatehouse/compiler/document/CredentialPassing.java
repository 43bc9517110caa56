package io.gatehouse.compiler.document;

/** Whether {@code Authorization} reaches the upstream. */
public enum CredentialPassing {
    DROP,
    PASS
}
