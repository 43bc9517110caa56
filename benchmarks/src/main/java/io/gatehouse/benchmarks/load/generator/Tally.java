package io.gatehouse.benchmarks.load.generator;

/** Counts answers and errors; for one thread. */
final class Tally {

    private final Histogram latencies = new Histogram();
    private long errors;

    void answered(long nanos, int status) {
        if (status == 200) {
            latencies.add(nanos / 1000);
        } else {
            errors++;
        }
    }

    void error() {
        errors++;
    }

    Load toLoad(long nanos) {
        return new Load(latencies.count(), nanos, latencies.percentile(50), latencies.percentile(99), errors);
    }
}
