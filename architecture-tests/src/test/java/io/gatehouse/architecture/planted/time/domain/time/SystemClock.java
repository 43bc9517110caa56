package io.gatehouse.architecture.planted.time.domain.time;

/** May ask the system. */
final class SystemClock {
    long now() {
        return System.nanoTime();
    }
}
