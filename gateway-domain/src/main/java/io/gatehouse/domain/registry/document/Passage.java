package io.gatehouse.domain.registry.document;

/** Whether something ambiguous in a path is refused or handed on. */
public enum Passage {
    REFUSE,
    PASS
}
