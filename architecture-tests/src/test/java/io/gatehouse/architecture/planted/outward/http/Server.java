package io.gatehouse.architecture.planted.outward.http;

/** An adapter. */
public record Server(int port) {}
