package io.gatehouse.architecture.planted.upward.app;

/** The application. */
public record Wiring(String name) {}
