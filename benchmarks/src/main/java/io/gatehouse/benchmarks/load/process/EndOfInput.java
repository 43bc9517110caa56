package io.gatehouse.benchmarks.load.process;

import java.io.IOException;

/** Lets a child JVM live only as long as the process that started it. */
public final class EndOfInput {

    private EndOfInput() {}

    /** Returns when the standard input ends, which it does when the parent is gone. */
    public static void await() throws IOException {
        while (System.in.read() >= 0) {
            Thread.onSpinWait();
        }
    }
}
