package io.gatehouse.architecture.planted.sleep.http;

/** Waits by doing nothing. */
final class PlantedSleeper {
    void waitABit() throws InterruptedException {
        Thread.sleep(1);
    }
}
