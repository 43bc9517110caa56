package io.gatehouse.discovery.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.discovery.api.ApiCalls;
import io.gatehouse.discovery.api.ApiClient;
import io.gatehouse.discovery.api.ApiFailure;
import io.gatehouse.discovery.api.ApiRequest;
import io.gatehouse.discovery.api.ApiResponse;
import io.gatehouse.discovery.watch.HostQuery;
import io.gatehouse.domain.time.GatewayClock;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Lists the objects of one question and then watches them: from the version of the list on, and from where the last watch has
 * broken off; from the beginning where the server does not know that any more.
 */
final class KubernetesQuery implements HostQuery {

    private static final int GONE = 410;
    private static final int PAGE = 100;
    private static final int MOST_PAGES = 50;
    private static final int MOST_BYTES = 16 << 20;
    private static final int LONGEST_LINE = 2 << 20;
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** How long the server goes on with a watch, and as long again at random. A connection that is dead is noticed after that. */
    private static final Duration WATCH = Duration.ofSeconds(45);

    /** A watch that ends sooner, without an event, is begun again after growing pauses. */
    private static final Duration SHORT = Duration.ofSeconds(5);

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int MOST_DOUBLINGS = 6;

    private final Cluster cluster;
    private final KubernetesQuestion question;
    private final GatewayClock clock;
    private final ApiCalls calls = new ApiCalls();
    private WatchedObjects objects;
    private int selection;
    private @Nullable Round current;
    private String version = "";
    private boolean heard;
    private int ended;

    KubernetesQuery(Cluster cluster, GatewayClock clock, KubernetesQuestion question) {
        this.cluster = cluster;
        this.clock = clock;
        this.question = question;
        this.objects = question.objects(cluster.zone());
    }

    @Override
    public synchronized void ask(Round round, boolean afresh) {
        current = round;
        if (afresh) {
            version = "";
        }
        try {
            if (version.isEmpty()) {
                selection = 0;
                list(round, question.objects(cluster.zone()), "", 1);
            } else {
                watch(round);
            }
        } catch (ApiFailure e) {
            failed(round, e);
        }
    }

    private String path(String more) throws ApiFailure {
        String namespace = question.namespace() == null ? cluster.namespace() : question.namespace();
        return question.group() + "/namespaces/" + encoded(namespace) + "/" + question.resource() + "?"
                + question.selections().get(selection) + more;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void list(Round round, WatchedObjects found, String from, int page) throws ApiFailure {
        if (page > MOST_PAGES) {
            throw new ApiFailure("the list has more than " + MOST_PAGES * PAGE + " objects");
        }
        ApiClient client = cluster.client();
        var request = new ApiRequest(
                path("&limit=" + PAGE + (from.isEmpty() ? "" : "&continue=" + encoded(from))),
                cluster.headers(),
                MOST_BYTES,
                DEADLINE);
        calls.begin(() -> client.get(request)).whenComplete((response, failure) -> {
            try {
                if (failure != null) {
                    failed(round, failure);
                } else {
                    listed(round, found, response.json(), page);
                }
            } catch (IOException | RuntimeException e) {
                failed(round, e);
            }
        });
    }

    private synchronized void listed(Round round, WatchedObjects found, JsonNode list, int page) throws ApiFailure {
        if (round != current) {
            return;
        }
        if (!list.path("items").isArray()) {
            throw new ApiFailure("the response is no list of objects");
        }
        for (JsonNode object : list.path("items")) {
            found.put(object);
        }
        String next = list.path("metadata").path("continue").asText("");
        if (!next.isEmpty()) {
            list(round, found, next, page + 1);
            return;
        }
        if (page == 1
                && list.path("items").isEmpty()
                && selection + 1 < question.selections().size()) {
            selection++;
            list(round, found, "", 1);
            return;
        }
        objects = found;
        if (report(round)) {
            version = list.path("metadata").path("resourceVersion").asText("");
            watch(round);
        }
    }

    /** Whether to go on. A port that is not there is no reason to give up the hosts that are known. */
    private boolean report(Round round) {
        try {
            return round.found(objects.hosts());
        } catch (ApiFailure e) {
            round.problem(wrong(e));
            return true;
        }
    }

    private void watch(Round round) throws ApiFailure {
        ApiClient client = cluster.client();
        Duration lasts = WATCH.plusMillis(ThreadLocalRandom.current().nextLong(WATCH.toMillis()));
        var request = new ApiRequest(
                path("&watch=true&allowWatchBookmarks=true&timeoutSeconds=" + lasts.toSeconds() + "&resourceVersion="
                        + encoded(version)),
                cluster.headers(),
                LONGEST_LINE,
                lasts.plus(DEADLINE));
        heard = false;
        long begun = clock.nanoTime();
        calls.begin(() -> client.stream(request, () -> opened(round), line -> event(round, line)))
                .whenComplete((done, failure) -> over(round, failure, Duration.ofNanos(clock.nanoTime() - begun)));
    }

    /** What is known holds again, if the source has been away. */
    private synchronized void opened(Round round) {
        if (round == current) {
            reportOrEnd(round);
        }
    }

    private void reportOrEnd(Round round) {
        if (!report(round)) {
            current = null;
            calls.cancel();
        }
    }

    private synchronized void event(Round round, byte[] line) throws IOException {
        if (round != current) {
            return;
        }
        JsonNode event = ApiResponse.json(line);
        JsonNode object = event.path("object");
        switch (event.path("type").asText("")) {
            case "ADDED", "MODIFIED" -> objects.put(object);
            case "DELETED" -> objects.remove(object);
            case "BOOKMARK" -> {}
            case "ERROR" -> throw error(object);
            default -> {
                return;
            }
        }
        heard = true;
        version = object.path("metadata").path("resourceVersion").asText(version);
        if (!event.path("type").asText().equals("BOOKMARK")) {
            reportOrEnd(round);
        }
    }

    private static ApiFailure error(JsonNode status) {
        return ApiFailure.of(
                status.path("code").asInt(0), status.path("message").asText("").getBytes(StandardCharsets.UTF_8));
    }

    private synchronized void over(Round round, @Nullable Throwable failure, Duration lasted) {
        if (round != current) {
            return;
        }
        boolean gone = failure != null && ApiFailure.status(failure) == GONE;
        boolean used = heard || lasted.compareTo(SHORT) >= 0;
        boolean brokeOff =
                failure instanceof TimeoutException || (failure != null && used && ApiFailure.isConnection(failure));
        if (gone) {
            version = "";
        }
        if (failure == null || gone || brokeOff) {
            ended = used && !gone ? 0 : Math.min(ended + 1, MOST_DOUBLINGS);
            round.next(
                    ended == 0
                            ? Duration.ZERO
                            : PAUSE.multipliedBy((1L << ended) - 1).dividedBy(2));
        } else {
            failed(round, failure);
        }
    }

    private synchronized void failed(Round round, Throwable failure) {
        int status = ApiFailure.status(failure);
        if (status == GONE || (status == 0 && !ApiFailure.isConnection(failure))) {
            version = "";
        }
        round.failed(wrong(failure));
    }

    private String wrong(Throwable failure) {
        return "Kubernetes, Service " + question.subject() + ": " + ApiFailure.reason(failure);
    }

    @Override
    public void close() {
        calls.close();
    }
}
