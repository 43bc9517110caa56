package io.gatehouse.architecture.planted.nameofclass.http;

/** A name that fits everything. */
final class PlantedUtils {
    private PlantedUtils() {}
}
