package io.gatehouse.domain.pipeline;

import io.gatehouse.domain.DefectListener;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Walks the list of stages with one request, pausing where a stage must block or wait, and reports how it ended.
 *
 * <p>Safe for concurrent use. A walk that needs neither blocking nor waiting never leaves the calling thread.
 */
public final class StageRunner {

    private final RequestStage[] stages;
    private final DefectListener defects;

    private final StageTimes.Names names;

    /** The groups of stages, in order. */
    private final String[] groups;

    /** Whether a stage is the last one of a group. */
    private final boolean[] endsGroup;

    /** Walks these stages; one that throws is reported, and its request answered with {@code internal-error}. */
    public StageRunner(List<RequestStage> stages, DefectListener defects) {
        this(stages, Map.of(), defects);
    }

    /**
     * The same, with groups of stages whose times are noted.
     *
     * @param groups what a group of stages is called, by the class of the last of them
     */
    public StageRunner(
            List<RequestStage> stages, Map<Class<? extends RequestStage>, String> groups, DefectListener defects) {
        this.stages = stages.toArray(RequestStage[]::new);
        List<String> inOrder = new ArrayList<>();
        this.endsGroup = new boolean[this.stages.length];
        for (int i = 0; i < this.stages.length; i++) {
            String group = groups.get(this.stages[i].getClass());
            endsGroup[i] = group != null;
            if (group != null) {
                inOrder.add(group);
            }
        }
        this.groups = inOrder.toArray(String[]::new);
        this.names = names();
        this.defects = defects;
    }

    private StageTimes.Names names() {
        var ofStages = new ArrayList<String>();
        var ofGroups = new ArrayList<String>();
        int group = 0;
        for (int i = 0; i < stages.length; i++) {
            ofStages.add(stages[i].getClass().getSimpleName());
            ofGroups.add(group < groups.length ? groups[group] : "");
            group += endsGroup[i] ? 1 : 0;
        }
        return new StageTimes.Names(List.copyOf(ofStages), List.copyOf(ofGroups));
    }

    /** Begins a walk. */
    public void run(RequestState state, StageScheduler scheduler, OutcomeReceiver receiver) {
        new Walk(state, scheduler, receiver).goOn();
    }

    /** What is left of a walk behind the stage that has asked for a {@linkplain Decision.Recall kept response}. */
    public interface Rest {

        /** Goes on. */
        void goOn();

        /** Has another exchange go on in its place, of which this has been found out. */
        void goOn(RequestState other, StageScheduler by, OutcomeReceiver to);
    }

    /** One request on its way; used by one thread at a time. */
    private final class Walk implements Rest {

        private final StageScheduler scheduler;
        private final OutcomeReceiver receiver;
        private final boolean timesEach;
        private RequestState state;
        private int at;

        Walk(RequestState state, StageScheduler scheduler, OutcomeReceiver receiver) {
            this.state = state;
            this.timesEach = state.times().isOfEach();
            this.scheduler = scheduler;
            this.receiver = receiver;
        }

        @Override
        public void goOn() {
            state.times().goesOn();
            while (at < stages.length) {
                if (!take(ask())) {
                    return;
                }
            }
            receiver.accept(new Outcome.Forward(state));
        }

        @Override
        public void goOn(RequestState other, StageScheduler by, OutcomeReceiver to) {
            var twin = new Walk(other, by, to);
            twin.at = at;
            twin.goOn();
        }

        private Decision ask() {
            try {
                return stages[at].decide(state);
            } catch (RuntimeException e) {
                return defect(e);
            }
        }

        /** Acts on a decision; true if the walk goes on at once. */
        private boolean take(Decision decision) {
            if (decision instanceof Decision.Continue next) {
                state = next.state();
                if (timesEach) {
                    state.times().stageEnded(names, at);
                }
                if (endsGroup[at++]) {
                    state.times().groupEnded(groups);
                }
                return true;
            }
            if (decision instanceof Decision.Reject reject) {
                state = reject.state() == null ? state : reject.state();
                refuse(reject.refusal());
            } else if (decision instanceof Decision.Answer answer) {
                ended();
                receiver.accept(new Outcome.Answered(answer.state() == null ? state : answer.state(), answer));
            } else if (decision instanceof Decision.Recall) {
                state.waits(names, at++);
                scheduler.recall(state, this);
            } else if (decision instanceof Decision.TryAgain later) {
                state = later.state();
                state.waits(names, at);
                scheduler.after(later.delay(), this::goOn);
            } else if (decision instanceof Decision.Await await) {
                await(await.result().toCompletableFuture());
            } else if (decision instanceof Decision.Offload offload) {
                offload(offload);
            }
            return false;
        }

        private void await(CompletableFuture<Decision> result) {
            state.waits(names, at);
            scheduler.await(result, () -> goOnWith(result::join));
        }

        private void offload(Decision.Offload offload) {
            state.waits(names, at);
            var result = new Decision[1];
            String share = offload.share();
            boolean accepted = scheduler.offload(
                    offload.kind(),
                    share == null ? state.caller().tenant() : share,
                    () -> result[0] = decide(offload.work()),
                    () -> goOnWith(() -> result[0]));
            if (!accepted) {
                state.times().goesOn();
                refuse(Refusal.of(offload.kind().whenFull()).with("Retry-After", "1"));
            }
        }

        private void goOnWith(Supplier<Decision> decided) {
            state.times().goesOn();
            if (take(decide(decided))) {
                goOn();
            }
        }

        private Decision decide(Supplier<Decision> work) {
            try {
                Decision decision = work.get();
                return decision == null ? defect(new IllegalStateException("nothing was decided")) : decision;
            } catch (RuntimeException e) {
                return defect(e);
            }
        }

        private Decision defect(RuntimeException e) {
            defects.threw(stages[at], e);
            return Decision.reject(Refusal.of(Rejection.INTERNAL_ERROR));
        }

        private void refuse(Refusal refusal) {
            ended();
            receiver.accept(new Outcome.Refused(state, refusal));
        }

        /** The walk ends with the stage that it is at. */
        private void ended() {
            state.times().stageEnded(names, at);
            state.times().groupEnded(groups);
        }
    }

    /** Receives how a walk ended: exactly once, on the thread that the walk's scheduler calls its own. */
    @FunctionalInterface
    public interface OutcomeReceiver {

        /** The walk has ended. */
        void accept(Outcome outcome);
    }
}
