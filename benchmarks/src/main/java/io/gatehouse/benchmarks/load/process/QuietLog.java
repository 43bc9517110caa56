package io.gatehouse.benchmarks.load.process;

/**
 * Keeps Undertow in our own children from logging.
 *
 * <p>Logback is on the class path for the gateway's sake, which sets it up; left alone it would write every debug line,
 * and a proxy doing that must not be what others are compared with.
 */
public final class QuietLog {

    private QuietLog() {}

    /** Must be called before any class of Undertow is used. */
    public static void keep() {
        System.setProperty("org.jboss.logging.provider", "jdk");
    }
}
