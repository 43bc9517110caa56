package io.gatehouse.architecture.planted.exit.app;

/** May end the process. */
final class Main {
    private Main() {}

    static void end() {
        System.exit(0);
    }
}
