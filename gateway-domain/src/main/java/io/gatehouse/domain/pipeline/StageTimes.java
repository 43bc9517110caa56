package io.gatehouse.domain.pipeline;

import io.gatehouse.domain.request.RequestInfo;
import io.gatehouse.domain.time.GatewayClock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When stages began and ended on the way of one request: {@linkplain StageRunner groups} of them, which take microseconds as a
 * whole, each that had to wait, and, where that is wanted, every one by itself.
 *
 * <p>Used by one thread at a time while the request is on its way; changes no more when it has ended.
 */
public final class StageTimes {

    /** More waits are not noted; one that follows itself is noted as one. */
    private static final int MOST_WAITS = 16;

    private static final int NOBODY = -1;

    /** In the place of the beginning of a request. */
    private static final long SHARED = Long.MIN_VALUE;

    private static final long[] NO_ENDS = {};
    private static final String[] NO_GROUPS = {};

    /** Of a request whose times are not noted. */
    public static final StageTimes NONE = new StageTimes(null, 0, Detail.GROUPS);

    private final @Nullable GatewayClock clock;
    private final long startNanos;
    private final Detail detail;
    private Names names = Names.NONE;
    private long[] stageEnds = NO_ENDS;
    private int stagesEnded;
    private String[] groups = NO_GROUPS;
    private long[] ends = NO_ENDS;
    private int ended;
    private List<Wait> waits = List.of();
    private int waiting = NOBODY;
    private long waitingSince;

    /** What is timed besides stages that wait. */
    private enum Detail {
        NOTHING,
        GROUPS,
        STAGES
    }

    private StageTimes(@Nullable GatewayClock clock, long startNanos, Detail detail) {
        this.clock = clock;
        this.startNanos = startNanos;
        this.detail = detail;
    }

    /**
     * Some stages.
     *
     * @param stage the name of the stage, or of the group
     * @param startNanos from the beginning of the exchange to the first of them
     * @param nanos from then to the end of the last
     */
    public record Span(String stage, long startNanos, long nanos) {}

    /**
     * One stage.
     *
     * @param group the group that it belongs to; empty if it belongs to none
     * @param waited whether it had to wait, or did something elsewhere
     */
    public record Single(Span span, String group, boolean waited) {}

    /** What the stages of a walk are called, and the groups that they belong to. */
    record Names(List<String> stages, List<String> groups) {

        private static final Names NONE = new Names(List.of(), List.of());
    }

    /** The stage at this place of the walk waited from then to then. */
    private record Wait(int at, long since, long end) {}

    /** The times of a request that began then: of groups, and of stages that wait. */
    public static StageTimes since(long startNanos, GatewayClock clock) {
        return new StageTimes(clock, startNanos, Detail.GROUPS);
    }

    /** The same, and of every stage, which takes a look at the clock for each. */
    public static StageTimes ofEachSince(long startNanos, GatewayClock clock) {
        return new StageTimes(clock, startNanos, Detail.STAGES);
    }

    /** Of stages that wait alone: all requests share these until they wait, which takes nothing for one that never does. */
    public static StageTimes ofWaits(GatewayClock clock) {
        return new StageTimes(clock, SHARED, Detail.NOTHING);
    }

    /** These, or those of a request of its own that has to wait now. */
    StageTimes own(@Nullable RequestInfo who) {
        if (startNanos != SHARED || clock == null || detail != Detail.NOTHING) {
            return this;
        }
        return new StageTimes(clock, who == null ? clock.nanoTime() : who.startedNanos(), Detail.NOTHING);
    }

    /** Whether every stage is timed. */
    public boolean isOfEach() {
        return detail == Detail.STAGES;
    }

    /** Whether stages that wait are timed, and nothing else: the request is none of those that are noted as a whole. */
    public boolean isOfWaitsAlone() {
        return detail == Detail.NOTHING;
    }

    /** How many stages are noted by themselves besides those that waited. */
    public int stagesEnded() {
        return stagesEnded;
    }

    /** The groups in order, then the stages that waited. */
    public List<Span> spans() {
        var spans = new ArrayList<Span>(ended + waits.size());
        long since = 0;
        for (int i = 0; i < ended; i++) {
            spans.add(new Span(groups[i], since, ends[i] - since));
            since = ends[i];
        }
        waits.forEach(wait -> spans.add(new Span(names.stages.get(wait.at), wait.since, wait.end - wait.since)));
        return spans;
    }

    /**
     * Single stages in order: all that were asked where {@linkplain #isOfEach every one} is timed, else those that waited.
     *
     * @param endNanos from the beginning of the exchange to its end, for a stage that still waited then
     */
    public List<Single> singles(long endNanos) {
        var singles = new ArrayList<Single>();
        long since = 0;
        for (int at = 0; at < stagesEnded; at++) {
            long end = at == waiting ? endNanos : stageEnds[at];
            singles.add(single(at, since, end, hasWaited(at)));
            since = end;
        }
        if (!isOfEach()) {
            waits.forEach(wait -> singles.add(single(wait.at, wait.since, wait.end, true)));
            if (waiting != NOBODY) {
                singles.add(single(waiting, waitingSince, endNanos, true));
            }
        }
        return singles;
    }

    private Single single(int at, long since, long end, boolean waited) {
        return new Single(new Span(names.stages.get(at), since, end - since), names.groups.get(at), waited);
    }

    private boolean hasWaited(int at) {
        boolean waited = at == waiting;
        for (int i = 0; i < waits.size(); i++) {
            waited |= waits.get(i).at == at;
        }
        return waited;
    }

    /** The last stage of the next one of these groups has decided, or the walk ends there. */
    void groupEnded(String[] ofWalk) {
        if (clock != null && detail != Detail.NOTHING && ended < ofWalk.length) {
            if (ended == 0) {
                groups = ofWalk;
                ends = new long[ofWalk.length];
            }
            ends[ended++] = clock.nanoTime() - startNanos;
        }
    }

    /** The stage at this place has decided, of a walk whose stages are called so. */
    void stageEnded(Names ofWalk, int at) {
        if (clock != null && isOfEach()) {
            stageEnded(ofWalk, at, clock.nanoTime() - startNanos);
        }
    }

    private void stageEnded(Names ofWalk, int at, long end) {
        if (stagesEnded == 0) {
            names = ofWalk;
            stageEnds = new long[ofWalk.stages.size()];
        }
        stageEnds[at] = end;
        stagesEnded = at + 1;
    }

    /** The stage at this place waits from now on, or does something elsewhere. */
    void waits(Names ofWalk, int at) {
        if (clock != null) {
            names = ofWalk;
            waiting = at;
            waitingSince = clock.nanoTime() - startNanos;
            if (isOfEach()) {
                stageEnded(ofWalk, at, waitingSince);
            }
        }
    }

    /** What was waited for is there; does nothing if nothing was. */
    public void goesOn() {
        int at = waiting;
        if (at == NOBODY || clock == null) {
            return;
        }
        waiting = NOBODY;
        long end = clock.nanoTime() - startNanos;
        if (isOfEach()) {
            stageEnds[at] = end;
        }
        int last = waits.size() - 1;
        if (last >= 0 && waits.get(last).at == at) {
            waits.set(last, new Wait(at, waits.get(last).since, end));
        } else if (last + 1 < MOST_WAITS) {
            if (last < 0) {
                waits = new ArrayList<>(2);
            }
            waits.add(new Wait(at, waitingSince, end));
        }
    }
}
