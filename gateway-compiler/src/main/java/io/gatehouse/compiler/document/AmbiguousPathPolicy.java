package io.gatehouse.compiler.document;

/** Whether something ambiguous in a path is refused or handed on. */
public enum AmbiguousPathPolicy {
    REFUSE,
    PASS
}
