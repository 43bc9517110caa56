package io.gatehouse.discovery.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.discovery.api.ApiFailure;
import io.gatehouse.discovery.api.ApiRequest;
import io.gatehouse.discovery.watch.HostQuery;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.Timer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks an engine for all services and tasks that anybody wants to know of, in two calls, as often as is configured. */
final class SwarmPoller {

    private static final int MOST_BYTES = 32 << 20;
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** So many who begin at the same time are asked for together. */
    private static final Duration GATHERING = Duration.ofMillis(20);

    /** Asking takes no more than a tenth of the time. */
    private static final int REST = 9;

    /** More services than this are not named one by one to the engine, which then tells of all. */
    private static final int MOST_NAMED = 50;

    private final Engine engine;
    private final SwarmSettings settings;
    private final GatewayClock clock;
    private final Timer timer;
    private final Executor threads;
    private List<Asked> waiting = new ArrayList<>();
    private boolean busy;
    private long notBefore;

    private record Asked(SwarmHosts question, HostQuery.Round round) {}

    SwarmPoller(Engine engine, SwarmSettings settings, GatewayClock clock, Timer timer, Executor threads) {
        this.engine = engine;
        this.settings = settings;
        this.clock = clock;
        this.timer = timer;
        this.threads = threads;
        this.notBefore = clock.nanoTime();
    }

    /** A question that is put to this engine. */
    HostQuery query(SwarmHosts question) {
        return new HostQuery() {
            @Override
            public void ask(Round round, boolean afresh) {
                add(new Asked(question, round));
            }

            @Override
            public void close() {
                // Its round counts no more, so it does not come back.
            }
        };
    }

    private synchronized void add(Asked asked) {
        waiting.add(asked);
        schedule();
    }

    private void schedule() {
        if (!busy && !waiting.isEmpty()) {
            busy = true;
            long pause = Math.max(GATHERING.toNanos(), notBefore - clock.nanoTime());
            timer.after(Duration.ofNanos(pause), () -> threads.execute(this::poll));
        }
    }

    private void poll() {
        List<Asked> all;
        synchronized (this) {
            all = waiting;
            waiting = new ArrayList<>();
        }
        long begun = clock.nanoTime();
        state(all.stream().map(Asked::question).distinct().toList()).whenComplete((state, failure) -> {
            all.forEach(asked -> answer(asked, state, failure));
            synchronized (this) {
                long now = clock.nanoTime();
                notBefore = Math.max(begun + settings.poll().toNanos(), now + REST * (now - begun));
                busy = false;
                schedule();
            }
        });
    }

    private void answer(Asked asked, @Nullable SwarmState state, @Nullable Throwable failure) {
        SwarmHosts question = asked.question();
        String service = "Swarm, service " + question.swarm() + ": ";
        if (state == null) {
            asked.round().failed(service + (failure == null ? "no response" : ApiFailure.reason(failure)));
            return;
        }
        try {
            String network = question.network() == null ? settings.network() : question.network();
            if (!asked.round().found(state.hosts(question, network))) {
                return;
            }
        } catch (ApiFailure e) {
            asked.round().problem(service + e.getMessage());
        }
        asked.round().next(Duration.ZERO);
    }

    private CompletionStage<SwarmState> state(List<SwarmHosts> questions) {
        var state = new SwarmState();
        boolean few = questions.size() <= MOST_NAMED;
        boolean byName = few && questions.stream().allMatch(question -> question.labels() == null);
        List<String> names = questions.stream().map(SwarmHosts::swarm).toList();
        return all("/services" + (byName ? filters(Map.of("name", names)) : ""), state::addService)
                .thenCompose(done -> {
                    List<String> ids = state.ids(questions);
                    if (ids.isEmpty()) {
                        return CompletableFuture.completedFuture(done);
                    }
                    var filters = new TreeMap<>(Map.of("desired-state", List.of("running")));
                    if (few) {
                        filters.put("service", ids);
                    }
                    return all("/tasks" + filters(filters), state::addTask);
                })
                .thenApply(done -> state);
    }

    private CompletionStage<Boolean> all(String path, Consumer<JsonNode> each) {
        return engine.get(new ApiRequest(path, Map.of(), MOST_BYTES, DEADLINE)).thenApply(response -> {
            try {
                response.forEach(each);
                return true;
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
    }

    private static String filters(Map<String, List<String>> filters) {
        String json = filters.entrySet().stream()
                .map(filter -> "\"" + filter.getKey() + "\":["
                        + filter.getValue().stream()
                                .map(value -> "\"" + value + "\"")
                                .collect(Collectors.joining(","))
                        + "]")
                .collect(Collectors.joining(",", "{", "}"));
        return "?filters=" + URLEncoder.encode(json, StandardCharsets.UTF_8);
    }
}
