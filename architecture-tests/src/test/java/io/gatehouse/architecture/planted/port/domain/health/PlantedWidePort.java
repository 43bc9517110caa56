package io.gatehouse.architecture.planted.port.domain.health;

import io.gatehouse.architecture.planted.port.domain.Port;

/** Too wide. */
@Port
interface PlantedWidePort extends CleanPort {
    void three();

    void four();

    void five();
}
