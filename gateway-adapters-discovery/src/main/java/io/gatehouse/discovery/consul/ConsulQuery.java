package io.gatehouse.discovery.consul;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.discovery.api.ApiCalls;
import io.gatehouse.discovery.api.ApiClient;
import io.gatehouse.discovery.api.ApiFailure;
import io.gatehouse.discovery.api.ApiRequest;
import io.gatehouse.discovery.api.ApiResponse;
import io.gatehouse.discovery.watch.ApplicationProtocol;
import io.gatehouse.discovery.watch.CanonicalHost;
import io.gatehouse.discovery.watch.HostQuery;
import io.gatehouse.discovery.watch.Weights;
import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.time.GatewayClock;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the health of a service by blocking queries: an answer comes as soon as anything changes after the index that the last
 * one had.
 */
final class ConsulQuery implements HostQuery {

    /** How long Consul may hold an answer back; it adds up to a sixteenth. A connection that is dead is noticed after that. */
    private static final Duration WAIT = Duration.ofSeconds(60);

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** Between two questions, so that a service that changes all the time is not asked for all the time. */
    private static final Duration SPACING = Duration.ofMillis(100);

    /** Where answers have no index, so that none can be waited for. */
    private static final Duration POLL = Duration.ofSeconds(1);

    private static final int MOST_BYTES = 8 << 20;

    private final ApiClient client;
    private final ApiCalls calls = new ApiCalls();
    private final Map<String, String> headers;
    private final GatewayClock clock;
    private final ConsulHosts question;
    private final String path;
    private volatile long index;

    ConsulQuery(ApiClient client, ConsulSettings settings, GatewayClock clock, ConsulHosts question) {
        this.client = client;
        this.headers = settings.token() == null
                ? Map.of()
                : Map.of("X-Consul-Token", settings.token().reveal());
        this.clock = clock;
        this.question = question;
        this.path = "/v1/health/service/" + encoded(question.consul()) + "?passing=true"
                + (question.tag() == null ? "" : "&tag=" + encoded(question.tag()))
                + (question.datacenter() == null ? "" : "&dc=" + encoded(question.datacenter()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void ask(Round round, boolean afresh) {
        if (afresh) {
            index = 0;
        }
        boolean blocking = index > 0;
        var request = new ApiRequest(
                blocking ? path + "&index=" + index + "&wait=" + WAIT.toSeconds() + "s" : path,
                headers,
                MOST_BYTES,
                blocking ? WAIT.plus(WAIT.dividedBy(16)).plus(DEADLINE) : DEADLINE);
        long begun = clock.nanoTime();
        calls.begin(() -> client.get(request)).whenComplete((response, failure) -> {
            try {
                if (failure != null) {
                    failed(round, failure);
                } else {
                    answered(round, response, Duration.ofNanos(clock.nanoTime() - begun));
                }
            } catch (IOException | RuntimeException e) {
                failed(round, e);
            }
        });
    }

    private void failed(Round round, Throwable failure) {
        // Consul may have started anew meanwhile, and then waits long for an index of before.
        index = 0;
        round.failed("Consul, service " + question.consul() + ": " + ApiFailure.reason(failure));
    }

    private void answered(Round round, ApiResponse response, Duration took) throws IOException {
        List<Host> hosts = hosts(response.json());
        long next = index(response.header().apply("X-Consul-Index"));
        boolean back = next < index;
        index = back ? 0 : next;
        if (round.found(hosts)) {
            Duration spacing = next == 0 ? POLL : SPACING;
            round.next(took.compareTo(spacing) < 0 ? spacing.minus(took) : Duration.ZERO);
        }
    }

    /** At least 1, with which the next question blocks; 0 if there is none. */
    private static long index(@Nullable String text) {
        if (text == null || !text.matches("[0-9]{1,18}")) {
            return 0;
        }
        return Math.max(1, Long.parseLong(text));
    }

    private List<Host> hosts(JsonNode entries) throws IOException {
        if (!entries.isArray()) {
            throw new ApiFailure("the response is no list of instances");
        }
        var addresses = new ArrayList<HostAddress>();
        var weights = new ArrayList<Double>();
        for (JsonNode entry : entries) {
            JsonNode service = entry.path("Service");
            String own = service.path("Address").asText("");
            String host = own.isEmpty() ? entry.path("Node").path("Address").asText("") : own;
            boolean http2 = ApplicationProtocol.isHttp2(
                    question.http2(), service.path("Meta").path("protocol").asText(""));
            addresses.add(new HostAddress(
                    question.tls(),
                    http2,
                    CanonicalHost.of(host),
                    service.path("Port").asInt(0)));
            weights.add(service.path("Weights").path("Passing").asDouble(1));
        }
        List<Integer> scaled = Weights.of(weights);
        var hosts = new ArrayList<Host>();
        for (int i = 0; i < addresses.size(); i++) {
            hosts.add(new Host(addresses.get(i), scaled.get(i)));
        }
        return hosts;
    }

    @Override
    public void close() {
        calls.close();
    }
}
