package io.gatehouse.app.wiring;

import io.gatehouse.domain.memory.HeapShare;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What everything that grows with callers takes of the heap, and may take.
 *
 * @param all in no order
 */
public record HeapShares(List<HeapShare> all) {

    private static final long MEBIBYTE = 1L << 20;

    public HeapShares {
        all = List.copyOf(all);
    }

    /** The bounds in one line, for operators. */
    @Override
    public String toString() {
        String bounds = all.stream()
                .map(share -> share.name() + " " + share.mostBytes() / MEBIBYTE + " MB")
                .collect(Collectors.joining(", "));
        return "of " + Runtime.getRuntime().maxMemory() / MEBIBYTE + " MB of heap at most " + bounds;
    }
}
