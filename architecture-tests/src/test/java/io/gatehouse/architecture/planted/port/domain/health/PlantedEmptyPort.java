package io.gatehouse.architecture.planted.port.domain.health;

import io.gatehouse.architecture.planted.port.domain.Port;

/** Asks for nothing. */
@Port
interface PlantedEmptyPort {}
