package io.gatehouse.benchmarks.load.generator;

import java.io.IOException;
import java.time.Duration;

/** Asks one URL over many connections for a while; for one caller at a time. */
public interface LoadGenerator {

    /** Asks, blocks until that time is over, and reports what came of it. */
    Load ask(String url, Duration time) throws IOException, InterruptedException;

    /** Processor time in nanoseconds that processes which still run have spent on asking so far. */
    long cpuNanos();

    /** Called once everything is warm: from now on only the processors that are left to the load may be used. */
    void settle() throws IOException, InterruptedException;

    /** What it is called in the report. */
    String name();

    /**
     * What is asked again and again.
     *
     * @param path the path at the backend, {@code /} or {@code /100k}
     * @param bodyBytes the size of the request's body; with one the method is POST, without (0) it is GET
     * @param connections keep-alive connections, each with one request under way at a time
     */
    public record Workload(String path, int bodyBytes, int connections) {

        public Workload {
            if (!path.startsWith("/") || bodyBytes < 0 || connections < 1) {
                throw new IllegalArgumentException("not a workload: " + path + " " + bodyBytes + " " + connections);
            }
        }
    }

    /**
     * What came of asking for a while.
     *
     * @param requests answers that came whole and with a good status
     * @param nanos how long it took
     * @param p50Micros the latency that half of the requests stayed below
     * @param p99Micros the latency that 99 % of the requests stayed below
     * @param errors answers that were not good, and connections that failed
     */
    public record Load(long requests, long nanos, long p50Micros, long p99Micros, long errors) {

        /** One line of five numbers, for another process to read. */
        String toLine() {
            return requests + " " + nanos + " " + p50Micros + " " + p99Micros + " " + errors;
        }

        /** Reads such a line. */
        static Load parse(String line) {
            String[] numbers = line.trim().split(" ", -1);
            if (numbers.length != 5) {
                throw new IllegalArgumentException("not the result of a load: " + line);
            }
            return new Load(
                    Long.parseLong(numbers[0]),
                    Long.parseLong(numbers[1]),
                    Long.parseLong(numbers[2]),
                    Long.parseLong(numbers[3]),
                    Long.parseLong(numbers[4]));
        }
    }
}
