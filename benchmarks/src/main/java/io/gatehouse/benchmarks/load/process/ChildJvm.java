package io.gatehouse.benchmarks.load.process;

import java.io.IOException;

/** What a child JVM of ours does beside its work. */
public final class ChildJvm {

    private ChildJvm() {}

    /**
     * Keeps Undertow from logging; before any class of it is used. Logback is on the class path for the gateway's sake, which
     * sets it up; left alone it would write every debug line, and a proxy doing that must not be what others are compared with.
     */
    public static void keepLogQuiet() {
        System.setProperty("org.jboss.logging.provider", "jdk");
    }

    /** Returns when the standard input ends, which it does when the parent is gone. */
    public static void awaitEndOfInput() throws IOException {
        while (System.in.read() >= 0) {
            Thread.onSpinWait();
        }
    }
}
