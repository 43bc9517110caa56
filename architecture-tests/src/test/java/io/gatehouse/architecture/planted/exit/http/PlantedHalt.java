package io.gatehouse.architecture.planted.exit.http;

/** Ends the process the hard way. */
final class PlantedHalt {
    void end() {
        Runtime.getRuntime().halt(1);
    }
}
