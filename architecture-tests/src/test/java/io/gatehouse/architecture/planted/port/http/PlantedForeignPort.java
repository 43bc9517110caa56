package io.gatehouse.architecture.planted.port.http;

import io.gatehouse.architecture.planted.port.domain.Port;

/** Lies outside the domain. */
@Port
interface PlantedForeignPort {
    void one();
}
