package io.gatehouse.domain.pipeline;

import io.gatehouse.domain.time.GatewayClock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When stages began and ended on the way of one request: {@linkplain StageRunner groups} of them, which take microseconds as a
 * whole, and each that had to wait, by itself.
 *
 * <p>Used by one thread at a time while the request is on its way; changes no more when it has ended.
 */
public final class StageTimes {

    /** Of a request whose times are not noted. */
    public static final StageTimes NONE = new StageTimes(null, 0);

    /** More waits are not noted; one that follows itself is noted as one. */
    private static final int MOST_WAITS = 16;

    private final @Nullable GatewayClock clock;
    private final long startNanos;
    private String[] groups = {};
    private long[] ends = {};
    private int ended;
    private List<Span> waits = List.of();
    private @Nullable String waiting;
    private long waitingSince;

    private StageTimes(@Nullable GatewayClock clock, long startNanos) {
        this.clock = clock;
        this.startNanos = startNanos;
    }

    /**
     * Some stages.
     *
     * @param stage the name of the stage, or of the group
     * @param startNanos from the beginning of the exchange to the first of them
     * @param nanos from then to the end of the last
     */
    public record Span(String stage, long startNanos, long nanos) {}

    /** The times of a request that began then. */
    public static StageTimes since(long startNanos, GatewayClock clock) {
        return new StageTimes(clock, startNanos);
    }

    /** All that was noted: the groups in order, then the stages that waited. */
    public List<Span> spans() {
        var spans = new ArrayList<Span>(ended + waits.size());
        long since = 0;
        for (int i = 0; i < ended; i++) {
            spans.add(new Span(groups[i], since, ends[i] - since));
            since = ends[i];
        }
        spans.addAll(waits);
        return spans;
    }

    /** The last stage of the next one of these groups has decided, or the walk ends there. */
    void groupEnded(String[] ofWalk) {
        if (clock != null && ended < ofWalk.length) {
            if (ended == 0) {
                groups = ofWalk;
                ends = new long[ofWalk.length];
            }
            ends[ended++] = clock.nanoTime() - startNanos;
        }
    }

    /** A stage waits from now on, or does something elsewhere. */
    void waits(RequestStage stage) {
        if (clock != null) {
            waiting = stage.getClass().getSimpleName();
            waitingSince = clock.nanoTime() - startNanos;
        }
    }

    /** The walk goes on; does nothing if it did not wait. */
    void goesOn() {
        String stage = waiting;
        if (stage == null || clock == null) {
            return;
        }
        waiting = null;
        long end = clock.nanoTime() - startNanos;
        int last = waits.size() - 1;
        if (last >= 0 && waits.get(last).stage().equals(stage)) {
            long begin = waits.get(last).startNanos();
            waits.set(last, new Span(stage, begin, end - begin));
        } else if (last + 1 < MOST_WAITS) {
            if (last < 0) {
                waits = new ArrayList<>(2);
            }
            waits.add(new Span(stage, waitingSince, end - waitingSince));
        }
    }
}
