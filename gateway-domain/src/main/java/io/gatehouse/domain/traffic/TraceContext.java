package io.gatehouse.domain.traffic;

import java.util.HexFormat;

/**
 * The trace that an exchange belongs to, and its place there, as of W3C Trace Context.
 *
 * @param high the first half of the trace's id
 * @param low the second half; not both are 0
 * @param parentId the caller's span; 0 if the trace begins here
 * @param spanId the span that is the exchange; never 0
 * @param sampled whether whoever takes part is to record it
 */
public record TraceContext(long high, long low, long parentId, long spanId, boolean sampled) {

    private static final HexFormat HEX = HexFormat.of();

    /** The trace's id in 32 hex digits. */
    public String traceId() {
        return HEX.toHexDigits(high) + HEX.toHexDigits(low);
    }

    /** The same, to be recorded or not. */
    public TraceContext sampledOrNot(boolean wanted) {
        return wanted == sampled ? this : new TraceContext(high, low, parentId, spanId, wanted);
    }

    /** An id of a span in 16 hex digits. */
    public static String hex(long id) {
        return HEX.toHexDigits(id);
    }

    /**
     * The id of a span within the exchange: tries at hosts are numbered from 0 in the order in which they begin, whatever else
     * there is has other numbers. The same number has the same id whoever asks, so that nobody has to keep it; never 0.
     */
    public long childId(int number) {
        long mixed = spanId + (number + 1) * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        mixed ^= mixed >>> 31;
        return mixed == 0 ? 1 : mixed;
    }
}
