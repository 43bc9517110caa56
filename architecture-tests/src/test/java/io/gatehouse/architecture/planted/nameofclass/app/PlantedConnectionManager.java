package io.gatehouse.architecture.planted.nameofclass.app;

/** A name that fits everything. */
final class PlantedConnectionManager {
    private PlantedConnectionManager() {}
}
