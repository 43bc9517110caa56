package io.gatehouse.domain.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.gateway.Scenario;
import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.request.HeaderLines;
import io.gatehouse.domain.request.TestRequest;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.tenancy.TestKeys;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What every {@link RequestStage} must do, wherever it stands; an adapter's test extends this, and adds what its stage decides.
 * Requests come as at its place: what stages behind it find out is not there yet.
 */
public abstract class RequestStageContract {

    /** Where a stage of a plug-in can stand. */
    public enum Place {
        /** The service is found; nothing is known of the caller. */
        BEFORE_KEY,
        /** Key and user are known, if there are any. */
        AFTER_CALLER,
        /** All but the host is known. */
        BEFORE_FORWARDING
    }

    /** How long what a stage waits for may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int ROUNDS = 100;
    private static final int MOST_TRIES = 1_000;
    private static final int THREADS = 4;

    /** The stage to be tested, always the same within a test. */
    protected abstract RequestStage stage() throws Exception;

    /** Where it stands. */
    protected abstract Place place();

    /** Headers that mean something to it, good and bad ones, each for a request of its own. */
    protected List<Map<String, List<String>>> headers() {
        return List.of();
    }

    @Test
    void decidesOnEveryRequest() throws Exception {
        RequestStage stage = stage();
        for (RequestState state : states()) {
            Decision decision = stage.decide(state);
            for (int tries = 0; decision instanceof Decision.TryAgain again; tries++) {
                assertThat(tries)
                        .as("how often it says that it is to be asked again")
                        .isLessThan(MOST_TRIES);
                assertThat(again.delay()).isBetween(Duration.ZERO, PATIENCE);
                decision = stage.decide(again.state());
            }
            check(state, settled(decision));
        }
    }

    @Test
    void holdsNoThread() throws Exception {
        RequestStage stage = stage();
        List<RequestState> states = states();
        long waitsBefore = waits();
        int missing = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (RequestState state : states) {
                missing += stage.decide(state) == null ? 1 : 0;
            }
        }
        assertThat(missing).isZero();
        // Loading a class may block it once or twice; a stage that waits does so with each request.
        assertThat(waits() - waitsBefore).as("times that the thread has waited").isLessThan(ROUNDS);
    }

    /** How often this thread has waited, slept or been blocked by another one. */
    private static long waits() {
        var thread = ManagementFactory.getThreadMXBean()
                .getThreadInfo(Thread.currentThread().getId());
        return thread.getWaitedCount() + thread.getBlockedCount();
    }

    @Test
    void decidesForManyAtATime() throws Exception {
        RequestStage stage = stage();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Boolean>> works = new ArrayList<>();
            for (int n = 0; n < THREADS; n++) {
                List<RequestState> states = states();
                works.add(() -> {
                    for (RequestState state : states) {
                        check(state, settled(stage.decide(state)));
                    }
                    return true;
                });
            }
            for (Future<Boolean> done : threads.invokeAll(works, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** What it decides once it has waited for whatever it waits for. */
    private static Decision settled(Decision decision) throws Exception {
        if (decision instanceof Decision.Await await) {
            return settled(await.result().toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        }
        return decision instanceof Decision.Offload offload
                ? settled(offload.work().get())
                : decision;
    }

    private static void check(RequestState before, Decision decision) {
        if (decision instanceof Decision.Continue proceed) {
            assertThat(proceed.state().incoming()).isSameAs(before.incoming());
            assertThat(proceed.state().snapshot()).isSameAs(before.snapshot());
            assertThat(proceed.state().permits())
                    .as("what is held until the end")
                    .isSameAs(before.permits());
            assertThat(proceed.state().knownHost())
                    .as("hosts are chosen behind it")
                    .isNull();
        } else if (decision instanceof Decision.Answer answer) {
            assertThat(answer.status()).isBetween(200, 599);
        } else {
            assertThat(decision).isNotNull();
        }
    }

    /** Requests of every kind, hostile ones among them, as they are at the stage's place. */
    private List<RequestState> states() throws Exception {
        var lines = new ArrayList<>(headers());
        lines.add(Map.of());
        lines.add(Map.of("key", List.of("k"), "access_token", List.of("t"), "cookie", List.of(";;=;")));
        lines.add(Map.of("x-long", List.of("x".repeat(8_000), "", "\u00ff\u0080")));
        var states = new ArrayList<RequestState>();
        for (Map<String, List<String>> header : lines) {
            for (String method : List.of("GET", "POST", "BREW")) {
                for (String peer : List.of("127.0.0.1", "2001:db8::1")) {
                    var request = TestRequest.get("/orders/v1/" + "%41".repeat(30))
                            .with(method)
                            .from(InetAddress.getByName(peer), new HeaderLines(header));
                    RequestState forwarded = Scenario.of(TestServices.service("orders", "1"))
                            .outcome(request)
                            .state();
                    states.add(asAtItsPlace(forwarded, forwarded.caller()));
                    if (place() != Place.BEFORE_KEY) {
                        states.add(asAtItsPlace(
                                forwarded,
                                forwarded
                                        .caller()
                                        .with(TestKeys.key("text", TestKeys.open("orders")))
                                        .as(new User("ann", Set.of("staff")))));
                    }
                }
            }
        }
        return states;
    }

    /** Not with what is found out behind it. */
    private RequestState asAtItsPlace(RequestState state, Caller caller) {
        RequestState there = RequestState.begin(state.incoming(), state.snapshot(), new Permits(), state.trace())
                .with(state.exchange())
                .with(state.request())
                .with(state.route());
        if (place() != Place.BEFORE_KEY) {
            there.with(caller);
            if (state.knownVersion() != null) {
                there.with(state.version(), state.rule());
            }
        }
        return place() == Place.BEFORE_FORWARDING ? there.with(state.throttled()) : there;
    }
}
