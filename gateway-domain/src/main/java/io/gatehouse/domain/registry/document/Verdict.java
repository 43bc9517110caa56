package io.gatehouse.domain.registry.document;

/** What happens to something that a rule knows nothing of. */
public enum Verdict {
    ALLOW,
    DENY
}
