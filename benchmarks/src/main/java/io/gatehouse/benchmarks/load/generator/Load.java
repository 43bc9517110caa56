package io.gatehouse.benchmarks.load.generator;

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
