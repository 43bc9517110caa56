package io.gatehouse.architecture.planted.nameofclass.app;

/** Only ends like a bad name would begin. */
final class Implementation {
    private Implementation() {}
}
