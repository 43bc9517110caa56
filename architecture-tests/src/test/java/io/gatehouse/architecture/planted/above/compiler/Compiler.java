package io.gatehouse.architecture.planted.above.compiler;

/** Makes what requests are judged by. */
public interface Compiler {}
