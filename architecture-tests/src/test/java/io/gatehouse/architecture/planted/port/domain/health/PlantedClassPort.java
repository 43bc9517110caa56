package io.gatehouse.architecture.planted.port.domain.health;

import io.gatehouse.architecture.planted.port.domain.Port;

/** Not an interface. */
@Port
abstract class PlantedClassPort {
    abstract void one();
}
