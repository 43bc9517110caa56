package io.gatehouse.configuration;

/** A value together with the place where it is written, for values that refer to something elsewhere. */
public record Sourced<T>(T value, Origin origin) {}
