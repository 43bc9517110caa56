package io.gatehouse.architecture.planted.nameofclass.domain;

/** A name that fits everything. */
final class PlantedHelper {
    private PlantedHelper() {}
}
