package io.gatehouse.registry.yaml;

/**
 * How much a document may hold, so that no file can take the memory or the time of the gateway.
 *
 * @param bytes the size of a file
 * @param depth mappings and lists inside each other
 * @param nodes values and collections in a file
 * @param text the characters of one value
 */
public record ReadingLimits(long bytes, int depth, int nodes, int text) {

    /** For a registry: 64 MB, 5 million values. */
    public static final ReadingLimits REGISTRY = new ReadingLimits(64L << 20, 50, 5_000_000, 1 << 20);

    /** For the configuration of the process: 1 MB, 10,000 values. */
    public static final ReadingLimits PROCESS = new ReadingLimits(1L << 20, 50, 10_000, 1 << 16);
}
