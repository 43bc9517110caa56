package io.gatehouse.app.explain;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.rejection.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a request would be forwarded or not: each stage that was asked, in order, up to the one that ended its way.
 *
 * @param steps the stages that were asked
 * @param state what was found out about the request
 */
record Explanation(List<Step> steps, RequestState state) {

    Explanation {
        steps = List.copyOf(steps);
    }

    /** Whether the request would be forwarded. */
    boolean forwarded() {
        return !steps.isEmpty() && steps.get(steps.size() - 1).verdict() == Verdict.PASSED;
    }

    /**
     * One stage's part in it.
     *
     * @param stage the stage's name
     * @param verdict what it made of the request
     * @param notes what it compared
     * @param refusal how it refuses the request; null unless it does
     * @param answer how it answers the request; null unless it does
     */
    record Step(
            String stage,
            Verdict verdict,
            List<Note> notes,
            @Nullable Refusal refusal,
            Decision.@Nullable Answer answer) {

        Step {
            notes = List.copyOf(notes);
        }

        /** A stage that lets the request pass. */
        static Step passed(String stage, List<Note> notes) {
            return new Step(stage, Verdict.PASSED, notes, null, null);
        }

        /** A stage, or what stands before or behind them, that refuses it. */
        static Step refused(String stage, List<Note> notes, Refusal refusal) {
            return new Step(stage, Verdict.REFUSED, notes, refusal, null);
        }
    }

    /** What one stage makes of a request. */
    enum Verdict {
        /** The request goes on. */
        PASSED,
        /** The stage answers it in the gateway's name. */
        ANSWERED,
        /** The stage refuses it. */
        REFUSED,
        /** The stage would refuse it if it were not only observed; the request goes on. */
        OBSERVED,
        /** The stage would let it wait and look again. */
        WAITS
    }

    /**
     * Something that a stage has compared.
     *
     * @param compared what, in words; never a credential
     * @param decidedBy the place in the configuration that decided; null if none did
     */
    record Note(String compared, @Nullable Origin decidedBy) {}
}
