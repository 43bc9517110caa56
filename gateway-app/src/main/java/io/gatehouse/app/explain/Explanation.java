package io.gatehouse.app.explain;

import io.gatehouse.domain.pipeline.RequestState;
import java.util.List;

/**
 * Why a request would be forwarded or not: each stage that was asked, in order, up to the one that ended its way.
 *
 * @param steps the stages that were asked
 * @param state what was found out about the request
 */
public record Explanation(List<Step> steps, RequestState state) {

    public Explanation {
        steps = List.copyOf(steps);
    }

    /** Whether the request would be forwarded. */
    public boolean forwarded() {
        return !steps.isEmpty() && steps.get(steps.size() - 1).verdict() == Verdict.PASSED;
    }
}
