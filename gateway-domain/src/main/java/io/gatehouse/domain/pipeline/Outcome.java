package io.gatehouse.domain.pipeline;

import io.gatehouse.domain.rejection.Refusal;

/** How a walk along the stages ended; the state holds all that was found out until then. */
public sealed interface Outcome {

    /** What was found out about the request. */
    RequestState state();

    /** All stages let the request pass: forward it to the host of the state's attempt. */
    record Forward(RequestState state) implements Outcome {}

    /** A stage answered in the gateway's name. */
    record Answered(RequestState state, Decision.Answer answer) implements Outcome {}

    /** A stage refused the request. */
    record Refused(RequestState state, Refusal refusal) implements Outcome {}
}
