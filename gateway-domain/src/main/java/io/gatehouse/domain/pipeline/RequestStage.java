package io.gatehouse.domain.pipeline;

/**
 * One step of the way of a request.
 *
 * <p>Synchronous, stateless or safe for concurrent use, and quick: a stage runs on an I/O thread and must not block. What
 * has to wait or to compute is handed back as {@link Decision.Await}, {@link Decision.Offload} or {@link Decision.TryAgain}. Expected refusals are decisions;
 * a stage that throws has a defect, and the request is answered with {@code internal-error}.
 */
@FunctionalInterface
public interface RequestStage {

    /** Decides on a request that all stages before this one have let pass. */
    Decision decide(RequestState state);
}
