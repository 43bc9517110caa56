package io.gatehouse.domain.quota;

/** Something that a request holds while it is under way; releasing it again does nothing. Safe for concurrent use. */
@FunctionalInterface
public interface Permit {

    /** Gives it back. */
    void release();
}
