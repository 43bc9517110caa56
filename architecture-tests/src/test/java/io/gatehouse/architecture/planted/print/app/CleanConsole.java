package io.gatehouse.architecture.planted.print.app;

/** The command line may. */
final class CleanConsole {
    void print(String text) {
        System.out.println(text);
    }
}
