package io.gatehouse.architecture.planted.time.http;

/** Adapters may ask the system. */
final class CleanTimer {
    long time() {
        return System.nanoTime();
    }
}
