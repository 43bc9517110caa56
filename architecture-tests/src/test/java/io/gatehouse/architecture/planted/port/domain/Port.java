package io.gatehouse.architecture.planted.port.domain;

/** Stands for the mark of a port. */
public @interface Port {}
