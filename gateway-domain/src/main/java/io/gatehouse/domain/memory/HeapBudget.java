package io.gatehouse.domain.memory;

/**
 * How the heap is shared out among what grows with callers, so that no number of them fills it: some two fifths of it in all.
 *
 * @param counters bytes for what throttling counts
 * @param tokens bytes for verdicts on good tokens
 * @param refusedTokens bytes for verdicts on opaque tokens that are not good
 * @param devices bytes for what user agents are
 * @param places bytes for where addresses are
 * @param responses bytes for responses that are cached
 * @param usage bytes for what usage has counted, and as many for what is kept of it in memory
 * @param calls bytes for the answers to calls with idempotency keys, and as many for their bodies
 */
public record HeapBudget(
        long counters,
        long tokens,
        long refusedTokens,
        long devices,
        long places,
        long responses,
        long usage,
        long calls) {

    /** A budget of a heap of so many bytes. */
    public static HeapBudget of(long heapBytes) {
        return new HeapBudget(
                heapBytes / 4,
                heapBytes / 8,
                heapBytes / 64,
                heapBytes / 64,
                heapBytes / 128,
                heapBytes / 64,
                heapBytes / 64,
                heapBytes / 64);
    }
}
