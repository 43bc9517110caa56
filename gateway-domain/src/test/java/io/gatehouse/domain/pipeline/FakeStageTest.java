package io.gatehouse.domain.pipeline;

import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;

/** Stages of every kind keep the contract that strangers' stages must keep. */
class FakeStageTest {

    /** Refuses what has a header. */
    @Nested
    class RefusingTest extends RequestStageContract {

        @Override
        protected RequestStage stage() {
            return state -> state.header("x-blocked") == null
                    ? Decision.proceed(state)
                    : Decision.reject(Refusal.of(Rejection.ADDRESS_BANNED));
        }

        @Override
        protected Place place() {
            return Place.BEFORE_KEY;
        }

        @Override
        protected List<Map<String, List<String>>> headers() {
            return List.of(Map.of("x-blocked", List.of("1")));
        }
    }

    /** Waits for somebody who has a thread of his own, and then computes. */
    @Nested
    class WaitingTest extends RequestStageContract {

        @Override
        protected RequestStage stage() {
            return state -> new Decision.Await(CompletableFuture.supplyAsync(
                    () -> new Decision.Offload(WorkKind.COUNTER_STORE, () -> Decision.proceed(state))));
        }

        @Override
        protected Place place() {
            return Place.AFTER_CALLER;
        }
    }

    /** Wants to be asked again until it has been asked three times. */
    @Nested
    class PatientTest extends RequestStageContract {

        @Override
        protected RequestStage stage() {
            return state -> state.throttled().waits() < 3
                    ? new Decision.TryAgain(Duration.ofMillis(1), state.with(askedOnceMore(state.throttled())))
                    : new Decision.Answer(204, Map.of());
        }

        @Override
        protected Place place() {
            return Place.BEFORE_FORWARDING;
        }

        private static Throttled askedOnceMore(Throttled before) {
            return new Throttled(before.waits() + 1, null, null, null, null);
        }
    }
}
