package io.gatehouse.architecture.planted.sleep.app;

import java.util.concurrent.TimeUnit;

/** The same in another dress. */
final class PlantedUnitSleeper {
    void waitABit() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(1);
    }
}
