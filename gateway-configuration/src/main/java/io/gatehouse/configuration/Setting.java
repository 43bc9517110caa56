package io.gatehouse.configuration;

/**
 * A value that can also be switched off, where being absent means something else again: absent inherits from the next
 * level, off (a written {@code null} or {@code off}) ends the search.
 */
public sealed interface Setting<T> {

    /** Not written: the next level decides. */
    record Absent<T>() implements Setting<T> {}

    /** Switched off here, whatever other levels say. */
    record Off<T>() implements Setting<T> {}

    /** Set here. */
    record Value<T>(T value) implements Setting<T> {}
}
