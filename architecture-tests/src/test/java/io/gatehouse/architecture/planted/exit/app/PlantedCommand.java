package io.gatehouse.architecture.planted.exit.app;

/** Ends the process from elsewhere. */
final class PlantedCommand {
    void end() {
        System.exit(1);
    }
}
