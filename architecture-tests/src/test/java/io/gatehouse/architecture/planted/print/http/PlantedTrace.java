package io.gatehouse.architecture.planted.print.http;

/** Writes a stack trace to the console. */
final class PlantedTrace {
    void print(Exception failure) {
        failure.printStackTrace();
    }
}
