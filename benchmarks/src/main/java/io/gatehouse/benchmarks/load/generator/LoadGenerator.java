package io.gatehouse.benchmarks.load.generator;

import java.io.IOException;
import java.time.Duration;

/** Asks a port of this machine over many connections for a while; for one caller at a time. */
public interface LoadGenerator {

    /** Asks, blocks until that time is over, and reports what came of it; {@code begun} is told when connections are open. */
    Load ask(int port, Workload workload, Duration time, Begun begun) throws IOException, InterruptedException;

    /** Processor time in nanoseconds that processes which still run have spent on asking so far. */
    long cpuNanos();

    /** Called once everything is warm: from now on only the processors that are left to the load may be used. */
    void settle() throws IOException, InterruptedException;

    /** Is told when connections are open, and asking begins when it returns. */
    @FunctionalInterface
    interface Begun {

        /** Connections are open. */
        void connected() throws IOException, InterruptedException;
    }

    /**
     * What came of asking for a while.
     *
     * @param requests answers that came whole and with a good status
     * @param nanos how long it took
     * @param p50Micros the latency that half of the requests stayed below
     * @param p99Micros the latency that 99 % of the requests stayed below
     * @param p999Micros the latency that 99.9 % of the requests stayed below
     * @param errors answers that were not good, and requests without an answer
     */
    record Load(long requests, long nanos, long p50Micros, long p99Micros, long p999Micros, long errors) {

        /** Requests a second. */
        public double requestsPerSecond() {
            return requests * 1e9 / nanos;
        }

        /** One line of six numbers, for another process to read. */
        String toLine() {
            return requests + " " + nanos + " " + p50Micros + " " + p99Micros + " " + p999Micros + " " + errors;
        }

        /** Reads such a line. */
        static Load parse(String line) {
            String[] numbers = line.trim().split(" ", -1);
            if (numbers.length != 6) {
                throw new IllegalArgumentException("not the result of a load: " + line);
            }
            return new Load(
                    Long.parseLong(numbers[0]),
                    Long.parseLong(numbers[1]),
                    Long.parseLong(numbers[2]),
                    Long.parseLong(numbers[3]),
                    Long.parseLong(numbers[4]),
                    Long.parseLong(numbers[5]));
        }
    }
}
