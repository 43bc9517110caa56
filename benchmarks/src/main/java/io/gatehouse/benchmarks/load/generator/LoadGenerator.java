package io.gatehouse.benchmarks.load.generator;

import java.io.IOException;
import java.time.Duration;

/** Asks one URL over many connections for a while; for one caller at a time. */
public interface LoadGenerator {

    /** Asks, blocks until that time is over, and tells what came of it. */
    Load ask(String url, Duration time) throws IOException, InterruptedException;

    /** Processor time in nanoseconds that processes which still run have spent on asking so far. */
    long cpuNanos();

    /** Called once everything is warm: from now on only the processors that are left to the load may be used. */
    void settle() throws IOException, InterruptedException;

    /** What it is called in the report. */
    String name();
}
