package io.gatehouse.architecture.planted.time.domain.quota;

/** Asks the system for nanoseconds. */
final class PlantedNanos {
    long time() {
        return System.nanoTime();
    }
}
