package io.gatehouse.architecture.planted.nullness.domain;

/** Its package says nothing about null. */
record PlantedUnmarked(String name) {}
