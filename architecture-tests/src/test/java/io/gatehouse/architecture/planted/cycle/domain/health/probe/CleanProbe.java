package io.gatehouse.architecture.planted.cycle.domain.health.probe;

import io.gatehouse.architecture.planted.cycle.domain.health.PlantedHost;

/** Lies below the package it uses, which is the same feature. */
record CleanProbe(PlantedHost host) {}
