package io.gatehouse.architecture.planted.cycle.domain.health;

import io.gatehouse.architecture.planted.cycle.domain.routing.PlantedRoute;

/** The other half of a cycle. */
public record PlantedHost(Class<PlantedRoute> route) {}
