package io.gatehouse.architecture.planted.apart.registry;

/** What another adapter must not see. */
public record Documents(String text) {}
