package io.gatehouse.domain.memory;

import java.util.function.LongSupplier;

/**
 * What something that grows with callers takes of the heap, and what it may take at most.
 *
 * @param name what it is, in lower case with dashes
 * @param mostBytes the bytes that it may take
 * @param bytes those that it takes now, by its own estimate; never blocks
 * @param entries how many things it keeps; never blocks
 */
public record HeapShare(String name, long mostBytes, LongSupplier bytes, LongSupplier entries) {}
