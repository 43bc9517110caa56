package io.gatehouse.architecture.planted.cycle.domain.routing;

import io.gatehouse.architecture.planted.cycle.domain.health.PlantedHost;

/** One half of a cycle. */
public record PlantedRoute(PlantedHost host) {}
