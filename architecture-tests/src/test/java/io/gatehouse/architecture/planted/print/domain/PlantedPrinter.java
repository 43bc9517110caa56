package io.gatehouse.architecture.planted.print.domain;

/** Writes to the console. */
final class PlantedPrinter {
    void print(String text) {
        System.out.println(text);
    }
}
