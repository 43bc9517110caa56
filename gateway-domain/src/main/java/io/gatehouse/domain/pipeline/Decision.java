package io.gatehouse.domain.pipeline;

import io.gatehouse.domain.observation.Observation;
import io.gatehouse.domain.observation.ObservedCheck;
import io.gatehouse.domain.observation.WouldRefuse;
import io.gatehouse.domain.rejection.Refusal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a stage makes of a request. */
public sealed interface Decision {

    /** Go on to the next stage with this state: which is that decision itself, so that none has to be made. */
    sealed interface Continue extends Decision permits RequestState {

        RequestState state();
    }

    /**
     * Answer now; nothing is forwarded.
     *
     * @param status the HTTP status
     * @param headers the response headers
     * @param body the body, in UTF-8; empty for none
     * @param state what has been found out with it; null if that is nothing more than before
     */
    record Answer(
            int status,
            Map<String, String> headers,
            String body,
            @Nullable RequestState state) implements Decision {
        public Answer {
            headers = Map.copyOf(headers);
        }

        /** Without a body. */
        public Answer(int status, Map<String, String> headers, @Nullable RequestState state) {
            this(status, headers, "", state);
        }

        /** Without a body; nothing more has been found out. */
        public Answer(int status, Map<String, String> headers) {
            this(status, headers, null);
        }

        /** With JSON for a body; nothing more has been found out. */
        public static Answer json(int status, String body) {
            return new Answer(
                    status, Map.of("Content-Type", "application/json", "Cache-Control", "no-store"), body, null);
        }
    }

    /**
     * Refuse the request.
     *
     * @param refusal why, and how
     * @param state what has been found out with it; null if that is nothing more than before
     */
    record Reject(Refusal refusal, @Nullable RequestState state) implements Decision {}

    /**
     * Run this on the threads for that kind of work; what it decides counts as the stage's decision. Blocks only for what
     * cannot be awaited.
     *
     * @param kind what kind of work it is
     * @param share whose share of the room for it is taken; null for that of the caller's tenant
     * @param work decides
     */
    record Offload(WorkKind kind, @Nullable String share, Supplier<Decision> work) implements Decision {

        /** Takes of the share of the caller's tenant; callers without a key are one. */
        public Offload(WorkKind kind, Supplier<Decision> work) {
            this(kind, null, work);
        }
    }

    /**
     * Go on when this has been decided; holds no thread meanwhile.
     *
     * @param result is completed within a bounded time, on any thread; counts as the stage's decision
     */
    record Await(CompletionStage<Decision> result) implements Decision {}

    /** Answer with a response that is kept for such a request; where there is none, go on to the next stage. */
    enum Recall implements Decision {
        /** There may be one. */
        ASKED
    }

    /**
     * Ask this stage again after a while; holds no thread meanwhile. The stage bounds how often it says so.
     *
     * @param delay how long to wait
     * @param state what the stage is asked again with
     */
    record TryAgain(Duration delay, RequestState state) implements Decision {}

    /** Go on to the next stage with this state. */
    static Decision proceed(RequestState state) {
        return state;
    }

    /** Refuse the request. */
    static Decision reject(Refusal refusal) {
        return new Reject(refusal, null);
    }

    /** Refuse the request, unless the check is only watched for it: then go on, with a note of what would have been refused. */
    static Decision refuse(RequestState state, ObservedCheck check, Refusal refusal) {
        Observation observation = state.observing(check);
        if (observation == null) {
            return new Reject(refusal, state);
        }
        if (state.trace().wanted()) {
            state.trace()
                    .note(
                            observation.origin(),
                            "would refuse with " + refusal.rejection().code() + ", but is only observed");
        }
        return proceed(state.with(new WouldRefuse(check, refusal.rejection(), refusal.decidedBy())));
    }

    /** Refuse the request, having found out something more about it. */
    static Decision reject(Refusal refusal, RequestState state) {
        return new Reject(refusal, state);
    }
}
