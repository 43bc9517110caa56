package io.gatehouse.domain.identity;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** How far the verification of a token has come, and what it takes to go on with it. */
public sealed interface Verification {

    /** It has ended. */
    record Reached(TokenVerdict verdict) implements Verification {}

    /**
     * It takes computing.
     *
     * @param work computes for milliseconds at most, and never blocks
     */
    record Compute(Supplier<Verification> work) implements Verification {}

    /**
     * Somebody else has been asked, and no thread waits for the response.
     *
     * @param result completed within a deadline of the verifier's own, on any thread; what depends on it must be short
     */
    record Await(CompletionStage<Verification> result) implements Verification {}
}
