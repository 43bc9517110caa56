package io.gatehouse.app.explain;

import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.rejection.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One stage's part in an explanation.
 *
 * @param stage the stage's name
 * @param verdict what it made of the request
 * @param notes what it compared
 * @param refusal how it refuses the request; null unless it does
 * @param answer how it answers the request; null unless it does
 */
public record Step(
        String stage,
        Verdict verdict,
        List<Note> notes,
        @Nullable Refusal refusal,
        Decision.@Nullable Answer answer) {

    public Step {
        notes = List.copyOf(notes);
    }

    /** A stage that lets the request pass. */
    public static Step passed(String stage, List<Note> notes) {
        return new Step(stage, Verdict.PASSED, notes, null, null);
    }

    /** A stage, or what stands before or behind them, that refuses it. */
    public static Step refused(String stage, List<Note> notes, Refusal refusal) {
        return new Step(stage, Verdict.REFUSED, notes, refusal, null);
    }
}
