package io.gatehouse.architecture.planted.port.domain.health;

import io.gatehouse.architecture.planted.port.domain.Port;

/** Small. */
@Port
interface CleanPort {
    void one();

    default void two() {}
}
