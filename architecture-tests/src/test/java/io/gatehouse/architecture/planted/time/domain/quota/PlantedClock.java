package io.gatehouse.architecture.planted.time.domain.quota;

import java.time.Clock;

/** Makes itself a clock. */
final class PlantedClock {
    Clock time() {
        return Clock.systemUTC();
    }
}
