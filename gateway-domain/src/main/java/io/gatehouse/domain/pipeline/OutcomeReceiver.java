package io.gatehouse.domain.pipeline;

/** Is told how a walk ended: exactly once, on the thread that the walk's carrier calls its own. */
@FunctionalInterface
public interface OutcomeReceiver {

    /** The walk has ended. */
    void accept(Outcome outcome);
}
