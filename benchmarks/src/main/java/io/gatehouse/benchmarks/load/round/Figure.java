package io.gatehouse.benchmarks.load.round;

/** What is measured, with its name in the files of results and its unit. */
public enum Figure {
    /** Processor time of the proxy for a request, without its JVM's compiler threads. */
    CPU("cpu_us", "processor time per request, µs"),
    /** Good responses a second. */
    RATE("requests_per_s", "requests/s"),
    /** Latency that half of the requests stayed below. */
    P50("p50_us", "p50, µs"),
    /** Latency that 99 % of the requests stayed below. */
    P99("p99_us", "p99, µs"),
    /** Latency that 99.9 % of the requests stayed below. */
    P999("p99.9_us", "p99.9, µs"),
    /** Responses other than 200, and requests without a response. */
    ERRORS("errors", "errors"),
    /** Processors that programs outside the run kept busy, and that other virtual machines took. */
    OTHER("other_cores", "cores used by others"),
    /** The longest time for which the JVM stood still. */
    PAUSE("longest_pause_ms", "longest pause, ms"),
    /** How long a reload took. */
    RELOAD("reload_ms", "reload, ms"),
    /** Bytes that all threads allocated for a request. */
    ALLOCATED("allocated_bytes", "bytes allocated per request");

    private final String key;
    private final String label;

    Figure(String key, String label) {
        this.key = key;
        this.label = label;
    }

    /** The name in files. */
    public String key() {
        return key;
    }

    /** Name and unit, for axes. */
    public String label() {
        return label;
    }
}
