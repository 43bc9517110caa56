package io.gatehouse.domain.pipeline;

import io.gatehouse.domain.time.GatewayClock;
import java.util.ArrayList;
import java.util.Arrays;
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

    /** More is not noted: what waits again and again is noted as one. */
    private static final int MOST = 32;

    private static final int USUAL = 8;

    private final @Nullable GatewayClock clock;
    private final long startNanos;
    private @Nullable String[] names = {};
    private long[] from = {};
    private long[] to = {};
    private int count;
    private long groupSince;
    private @Nullable String waiting;
    private long waitingSince;

    private StageTimes(@Nullable GatewayClock clock, long startNanos) {
        this.clock = clock;
        this.startNanos = startNanos;
        this.groupSince = startNanos;
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

    /** All that was noted, in the order in which it ended. */
    public List<Span> spans() {
        var spans = new ArrayList<Span>(count);
        for (int i = 0; i < count; i++) {
            spans.add(new Span(String.valueOf(names[i]), from[i] - startNanos, to[i] - from[i]));
        }
        return spans;
    }

    /** The last stage of a group has decided; what comes next belongs to the next group. */
    void groupEnded(String group) {
        if (clock != null) {
            long now = clock.nanoTime();
            note(group, groupSince, now);
            groupSince = now;
        }
    }

    /** A stage waits from now on, or does something elsewhere. */
    void waits(RequestStage stage) {
        if (clock != null) {
            waiting = stage.getClass().getSimpleName();
            waitingSince = clock.nanoTime();
        }
    }

    /** The walk goes on; does nothing if it did not wait. */
    void goesOn() {
        String stage = waiting;
        if (stage == null || clock == null) {
            return;
        }
        waiting = null;
        long now = clock.nanoTime();
        if (count > 0 && stage.equals(names[count - 1])) {
            to[count - 1] = now;
        } else {
            note(stage, waitingSince, now);
        }
    }

    private void note(String name, long begin, long end) {
        if (count == MOST) {
            return;
        }
        if (count == names.length) {
            int room = Math.max(USUAL, 2 * count);
            names = Arrays.copyOf(names, room);
            from = Arrays.copyOf(from, room);
            to = Arrays.copyOf(to, room);
        }
        names[count] = name;
        from[count] = begin;
        to[count++] = end;
    }
}
