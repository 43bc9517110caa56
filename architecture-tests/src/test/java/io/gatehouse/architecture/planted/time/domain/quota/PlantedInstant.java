package io.gatehouse.architecture.planted.time.domain.quota;

import java.time.Instant;

/** Asks the system for the instant. */
final class PlantedInstant {
    Instant time() {
        return Instant.now();
    }
}
