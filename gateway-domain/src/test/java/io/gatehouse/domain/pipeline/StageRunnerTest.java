package io.gatehouse.domain.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.request.TestRequest;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.time.ManualClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StageRunnerTest {

    private final List<String> asked = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<Throwable> defects = new ArrayList<>();
    private final HandCarrier carrier = new HandCarrier();

    @Test
    void forwardsWhatAllStagesLetPassInOrderOnTheCallingThread() {
        run(pass("one"), pass("two"), pass("three"));

        assertThat(asked).containsExactly("one", "two", "three");
        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Forward.class);
        assertThat(carrier.pending).isEmpty();
    }

    @Test
    void asksNoStageBehindARefusal() {
        run(pass("one"), state -> Decision.reject(Refusal.of(Rejection.SERVICE_UNKNOWN)), pass("three"));

        assertThat(asked).containsExactly("one");
        assertThat(onlyRefusal().rejection()).isEqualTo(Rejection.SERVICE_UNKNOWN);
    }

    @Test
    void asksNoStageBehindAnAnswer() {
        run(state -> new Decision.Answer(204, Map.of("Allow", "GET")), pass("two"));

        assertThat(asked).isEmpty();
        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Answered.class);
    }

    @Test
    void goesOnBehindBlockingWorkOnceItIsDone() {
        run(
                pass("one"),
                state -> new Decision.Offload(WorkKind.COUNTER_STORE, () -> Decision.proceed(state)),
                pass("three"));
        assertThat(asked).containsExactly("one");
        assertThat(outcomes).isEmpty();

        carrier.runAll();

        assertThat(asked).containsExactly("one", "three");
        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Forward.class);
    }

    @Test
    void saysWhoseRoomIsUsedUpWhereThereIsNoneToBlock() {
        carrier.full = true;

        run(state -> new Decision.Offload(WorkKind.COUNTER_STORE, () -> Decision.proceed(state)), pass("two"));

        assertThat(asked).isEmpty();
        assertThat(onlyRefusal().rejection()).isEqualTo(Rejection.COUNTER_STORE_BUSY);
        assertThat(onlyRefusal().headers()).containsEntry("Retry-After", "1");
    }

    @Test
    void goesOnBehindWorkOfTheProcessorOnceItIsDone() {
        run(
                pass("one"),
                state -> new Decision.Offload(WorkKind.PROCESSOR, () -> Decision.proceed(state)),
                pass("three"));
        assertThat(asked).containsExactly("one");
        assertThat(carrier.shares).containsExactly("");

        carrier.runAll();

        assertThat(asked).containsExactly("one", "three");
        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Forward.class);
    }

    @Test
    void takesOfTheShareThatTheStageNames() {
        run(state -> new Decision.Offload(WorkKind.COUNTER_STORE, "address 192.0.2.1", () -> Decision.proceed(state)));

        assertThat(carrier.shares).containsExactly("address 192.0.2.1");
    }

    @Test
    void refusesWhereTheCallersShareOfTheProcessorIsUsedUp() {
        carrier.full = true;

        run(state -> new Decision.Offload(WorkKind.PROCESSOR, () -> Decision.proceed(state)), pass("two"));

        assertThat(asked).isEmpty();
        assertThat(onlyRefusal().rejection()).isEqualTo(Rejection.PROCESSOR_SHARE_USED);
        assertThat(onlyRefusal().headers()).containsEntry("Retry-After", "1");
    }

    @Test
    void goesOnWhenWhatItAwaitsHasBeenDecided() {
        var decided = new CompletableFuture<Decision>();
        run(pass("one"), state -> new Decision.Await(decided), pass("three"));
        carrier.runAll();
        assertThat(asked).containsExactly("one");

        decided.complete(Decision.proceed(begun()));
        assertThat(asked).as("not on the thread that completes it").containsExactly("one");
        carrier.runAll();

        assertThat(asked).containsExactly("one", "three");
        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Forward.class);
    }

    @Test
    void takesTurnsOfComputingAndAwaitingWithinOneStage() {
        run(
                state -> new Decision.Offload(
                        WorkKind.PROCESSOR,
                        () -> new Decision.Await(CompletableFuture.completedFuture(
                                new Decision.Offload(WorkKind.PROCESSOR, () -> Decision.proceed(state))))),
                pass("two"));
        carrier.runAll();

        assertThat(asked).containsExactly("two");
    }

    @Test
    void answersAnAwaitedFailureWithInternalError() {
        run(state -> new Decision.Await(CompletableFuture.failedFuture(new IllegalArgumentException("broken"))));
        carrier.runAll();

        assertThat(onlyRefusal().rejection()).isEqualTo(Rejection.INTERNAL_ERROR);
        assertThat(defects).hasSize(1);
    }

    @Test
    void asksTheSameStageAgainAfterTheDelayItNames() {
        var tries = new int[1];
        run(
                state ->
                        ++tries[0] < 3 ? new Decision.TryAgain(Duration.ofMillis(250), state) : Decision.proceed(state),
                pass("two"));
        carrier.runAll();

        assertThat(tries[0]).isEqualTo(3);
        assertThat(carrier.delays).containsExactly(Duration.ofMillis(250), Duration.ofMillis(250));
        assertThat(asked).containsExactly("two");
    }

    @Test
    void goesOnBehindAStageThatAskedForAKeptResponseWhereThereIsNone() {
        run(pass("one"), state -> Decision.Recall.ASKED, pass("three"));

        assertThat(asked).containsExactly("one", "three");
        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Forward.class);
    }

    @Test
    void endsWithoutAnOutcomeWhereAKeptResponseIsGivenAndTheRestCanBeWalkedForAnother() {
        carrier.keeps = true;
        run(pass("one"), state -> Decision.Recall.ASKED, pass("three"));
        assertThat(asked).containsExactly("one");
        assertThat(outcomes).isEmpty();

        RequestState other = begun();
        carrier.rest.goOn(other, carrier, outcomes::add);
        assertThat(asked).containsExactly("one", "three");
        assertThat(outcomes).singleElement().extracting(Outcome::state).isSameAs(other);
    }

    @Test
    void answersADefectOfAStageWithInternalError() {
        run(state -> {
            throw new IllegalArgumentException("broken");
        });

        assertThat(onlyRefusal().rejection()).isEqualTo(Rejection.INTERNAL_ERROR);
        assertThat(onlyRefusal().detail()).isNull();
        assertThat(defects).singleElement().isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void answersADefectOfBlockingWorkWithInternalError() {
        run(state -> new Decision.Offload(WorkKind.COUNTER_STORE, () -> {
            throw new IllegalArgumentException("broken");
        }));
        carrier.runAll();

        assertThat(onlyRefusal().rejection()).isEqualTo(Rejection.INTERNAL_ERROR);
        assertThat(defects).hasSize(1);
    }

    @Test
    void notesWhenGroupsEndAndHowLongStagesWait() {
        var clock = new ManualClock();
        RequestStage last = new Last(clock, 2);
        RequestStage rest = new Taking(clock, 2);
        StageTimes times = StageTimes.since(clock.nanoTime(), clock);
        RequestStage waiting = state -> new Decision.Offload(WorkKind.PROCESSOR, () -> {
            clock.advance(Duration.ofNanos(100));
            return new Decision.Await(CompletableFuture.completedFuture(Decision.proceed(state)));
        });
        new StageRunner(
                        List.of(new Pass(clock), last, waiting, rest),
                        Map.of(Last.class, "Group", Taking.class, "Rest"),
                        (stage, defect) -> defects.add(defect))
                .run(begun().timedBy(times), carrier, outcomes::add);
        carrier.runAll();

        assertThat(times.spans())
                .containsExactly(
                        new StageTimes.Span("Group", 0, 7),
                        new StageTimes.Span("Rest", 7, 102),
                        new StageTimes.Span(waiting.getClass().getSimpleName(), 7, 100));
    }

    @Test
    void aGroupEndsWhereTheWalkDoes() {
        var clock = new ManualClock();
        StageTimes times = StageTimes.since(clock.nanoTime(), clock);
        new StageRunner(
                        List.of(new Pass(clock), state -> new Decision.Answer(204, Map.of()), new Last(clock, 1)),
                        Map.of(Last.class, "Group"),
                        (stage, defect) -> defects.add(defect))
                .run(begun().timedBy(times), carrier, outcomes::add);

        assertThat(times.spans()).containsExactly(new StageTimes.Span("Group", 0, 5));
    }

    @Test
    void timesEveryStageWhereThatIsWanted() {
        var clock = new ManualClock();
        RequestStage waiting = state -> new Decision.Offload(WorkKind.PROCESSOR, () -> {
            clock.advance(Duration.ofNanos(100));
            return Decision.proceed(state);
        });
        StageTimes times = StageTimes.ofEachSince(clock.nanoTime(), clock);
        clock.advance(Duration.ofNanos(3));
        walk(times, new Pass(clock), new Last(clock, 2), waiting, new Taking(clock, 4), new Pass(clock));
        carrier.runAll();
        clock.advance(Duration.ofNanos(50));

        assertThat(times.isOfEach()).isTrue();
        assertThat(times.singles(164))
                .containsExactly(
                        single("Pass", 0, 8, "Group", false),
                        single("Last", 8, 2, "Group", false),
                        single(waiting.getClass().getSimpleName(), 10, 100, "Rest", true),
                        single("Taking", 110, 4, "Rest", false),
                        single("Pass", 114, 5, "", false));
    }

    @Test
    void timesTheStageThatRefusesAndNoneBehindIt() {
        var clock = new ManualClock();
        StageTimes times = StageTimes.ofEachSince(clock.nanoTime(), clock);
        RequestStage refusing = state -> {
            clock.advance(Duration.ofNanos(7));
            return Decision.reject(Refusal.of(Rejection.KEY_MISSING));
        };
        walk(times, new Pass(clock), refusing, new Last(clock, 1));

        assertThat(times.singles(99))
                .containsExactly(
                        single("Pass", 0, 5, "Group", false),
                        single(refusing.getClass().getSimpleName(), 5, 7, "Group", false));
    }

    @Test
    void aStageThatIsStillWaitedForAtTheEndTookAllOfIt() {
        for (boolean each : new boolean[] {true, false}) {
            var clock = new ManualClock();
            StageTimes times =
                    each ? StageTimes.ofEachSince(clock.nanoTime(), clock) : StageTimes.since(clock.nanoTime(), clock);
            RequestStage waiting = state -> new Decision.TryAgain(Duration.ofHours(1), state);
            walk(times, new Last(clock, 5), waiting, new Taking(clock, 1));

            assertThat(times.singles(1_000))
                    .endsWith(single(waiting.getClass().getSimpleName(), 5, 995, "Rest", true))
                    .hasSize(each ? 2 : 1);
        }
    }

    @Test
    void withoutThatOnlyStagesThatWaitedAreTimed() {
        var clock = new ManualClock();
        StageTimes times = StageTimes.since(clock.nanoTime(), clock);
        RequestStage waiting = state -> new Decision.Offload(WorkKind.PROCESSOR, () -> {
            clock.advance(Duration.ofNanos(100));
            return Decision.proceed(state);
        });
        walk(times, new Last(clock, 5), waiting, new Taking(clock, 1));
        carrier.runAll();

        assertThat(times.isOfEach()).isFalse();
        assertThat(times.stagesEnded()).isZero();
        assertThat(times.singles(200))
                .containsExactly(single(waiting.getClass().getSimpleName(), 5, 100, "Rest", true));
    }

    @Test
    void requestsShareTheTimesOfStagesThatWaitUntilOneDoes() {
        var clock = new ManualClock();
        StageTimes shared = StageTimes.ofWaits(clock);
        RequestState quick = begun().timedBy(shared);
        RequestState slow = begun().timedBy(shared);
        RequestStage waiting = state -> state == quick
                ? Decision.proceed(state)
                : new Decision.Offload(WorkKind.PROCESSOR, () -> {
                    clock.advance(Duration.ofNanos(100));
                    return Decision.proceed(state);
                });
        var runner = new StageRunner(
                List.of(new Last(clock, 5), waiting, new Taking(clock, 1)),
                Map.of(Last.class, "Group", Taking.class, "Rest"),
                (stage, defect) -> defects.add(defect));
        runner.run(slow, carrier, outcomes::add);
        runner.run(quick, carrier, outcomes::add);
        carrier.runAll();

        assertThat(quick.times()).isSameAs(shared);
        assertThat(shared.singles(1_000)).isEmpty();
        assertThat(slow.times().isOfWaitsAlone()).isTrue();
        assertThat(slow.times().singles(1_000))
                .extracting(one -> one.span().stage(), one -> one.span().nanos())
                .containsExactly(tuple(waiting.getClass().getSimpleName(), 106L));
    }

    @Test
    void aStageWhoseWorkFindsNoRoomWaitsForNothing() {
        var clock = new ManualClock();
        StageTimes times = StageTimes.ofEachSince(clock.nanoTime(), clock);
        carrier.full = true;
        RequestStage offloading = state -> new Decision.Offload(WorkKind.PROCESSOR, () -> Decision.proceed(state));
        walk(times, new Last(clock, 5), offloading);

        assertThat(times.singles(1_000))
                .endsWith(single(offloading.getClass().getSimpleName(), 5, 0, "", true))
                .hasSize(2);
    }

    private void walk(StageTimes times, RequestStage... stages) {
        new StageRunner(
                        List.of(stages),
                        Map.of(Last.class, "Group", Taking.class, "Rest"),
                        (stage, defect) -> defects.add(defect))
                .run(begun().timedBy(times), carrier, outcomes::add);
    }

    private static StageTimes.Single single(String stage, long start, long nanos, String group, boolean waited) {
        return new StageTimes.Single(new StageTimes.Span(stage, start, nanos), group, waited);
    }

    /** Takes five nanoseconds. */
    private record Pass(ManualClock clock) implements RequestStage {

        @Override
        public Decision decide(RequestState state) {
            clock.advance(Duration.ofNanos(5));
            return Decision.proceed(state);
        }
    }

    /** Takes so many nanoseconds. */
    private record Taking(ManualClock clock, long nanos) implements RequestStage {

        @Override
        public Decision decide(RequestState state) {
            clock.advance(Duration.ofNanos(nanos));
            return Decision.proceed(state);
        }
    }

    /** The last one of a group. */
    private record Last(ManualClock clock, long nanos) implements RequestStage {

        @Override
        public Decision decide(RequestState state) {
            clock.advance(Duration.ofNanos(nanos));
            return Decision.proceed(state);
        }
    }

    private void run(RequestStage... stages) {
        new StageRunner(List.of(stages), (stage, defect) -> defects.add(defect)).run(begun(), carrier, outcomes::add);
    }

    private static RequestState begun() {
        var snapshot = TestServices.snapshot(new Services(List.of(), List.of()));
        return RequestState.begin(TestRequest.get("/"), snapshot, new Permits());
    }

    private RequestStage pass(String name) {
        return state -> {
            asked.add(name);
            return Decision.proceed(state);
        };
    }

    private Refusal onlyRefusal() {
        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused) outcomes.get(0)).refusal();
    }

    /** Runs what it is given when it is told to. */
    private static final class HandCarrier implements StageScheduler {
        final Deque<Runnable> pending = new ArrayDeque<>();
        final List<Duration> delays = new ArrayList<>();
        final List<String> shares = new ArrayList<>();
        boolean full;
        boolean keeps;
        StageRunner.@Nullable Rest rest;

        @Override
        public void recall(RequestState state, StageRunner.Rest behind) {
            rest = behind;
            if (!keeps) {
                behind.goOn();
            }
        }

        @Override
        public boolean offload(WorkKind kind, String share, Runnable work, Runnable then) {
            if (full) {
                return false;
            }
            shares.add(share);
            pending.add(work);
            pending.add(then);
            return true;
        }

        @Override
        public void await(CompletionStage<?> signal, Runnable then) {
            signal.whenComplete((result, failure) -> pending.add(then));
        }

        @Override
        public void after(Duration delay, Runnable then) {
            delays.add(delay);
            pending.add(then);
        }

        void runAll() {
            while (!pending.isEmpty()) {
                pending.remove().run();
            }
        }
    }
}
