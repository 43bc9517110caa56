package io.gatehouse.architecture.planted.nullness.domain.marked;

/** Its package is marked. */
record CleanMarked(String name) {}
