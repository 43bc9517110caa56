package io.gatehouse.observability.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.configuration.Size;
import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminResponse;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.domain.time.ManualTimer;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.TestExchanges;
import io.gatehouse.domain.traffic.TrafficListener;
import io.gatehouse.domain.traffic.TrafficListenerContract;
import io.gatehouse.observability.ApiJson;
import io.gatehouse.observability.feed.FeedEvent;
import io.gatehouse.observability.grouping.ExchangeGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What routes and hosts did, and where a route differs from its own past; weeks go by in a moment. */
class AnalyticsTest extends TrafficListenerContract {

    private static final int WEEK = 7 * 24 * 60;

    private final ManualClock clock = new ManualClock();
    private final ManualTimer timer = new ManualTimer();
    private final List<FeedEvent> events = new ArrayList<>();
    private final Analytics analytics = new Analytics(
            new AnalyticsSettings(Duration.ofDays(2), new Size(32 << 20)), clock, timer, () -> {}, events::add);

    AnalyticsTest() {
        analytics.start();
    }

    @Override
    protected TrafficListener listener() {
        return exchange -> analytics.ended(ExchangeGroup.of(exchange), 0);
    }

    @Override
    protected TrafficListener stalled() {
        return listener();
    }

    @Override
    protected long kept() {
        return analytics.routes().bytes() + analytics.hosts().bytes();
    }

    @Override
    protected long mostKept() {
        return 32 << 20;
    }

    @Test
    void tellsWhatRoutesAndHostsDidInASpan() throws Exception {
        minutes(1, minute -> {
            listener().ended(call(200, 12));
            listener().ended(call(503, 12));
            listener().ended(TestExchanges.refused(call(429, 1), Rejection.TOO_MANY_REQUESTS));
            listener().ended(TestExchanges.refused(TestExchanges.get("/", 404), Rejection.SERVICE_UNKNOWN));
        });
        minutes(2, minute -> listener().ended(call(200, 100)));

        JsonNode all = ask("/analytics/routes", Map.of());
        assertThat(all.path("routes")).hasSize(2);
        JsonNode shop = all.path("routes").get(0);
        assertThat(shop.path("route").asText()).isEqualTo("/shop");
        assertThat(shop.path("service").asText()).isEqualTo("orders");
        assertThat(shop.at("/tally/requests").asInt()).isEqualTo(5);
        assertThat(shop.at("/tally/server_errors").asInt()).isEqualTo(1);
        assertThat(shop.at("/tally/client_errors").asInt()).isEqualTo(1);
        assertThat(shop.at("/tally/refused").asInt()).isEqualTo(1);
        assertThat(shop.at("/tally/limited").asInt()).isEqualTo(1);
        assertThat(shop.at("/tally/latency/max_ms").asDouble()).isEqualTo(100);
        assertThat(shop.at("/tally/latency/p50_ms").asDouble()).isBetween(8.0, 100.0);
        assertThat(all.path("routes").get(1).path("route").asText()).isEqualTo("none");

        Instant start = Instant.ofEpochMilli(ManualClock.START_MILLIS);
        JsonNode first = ask(
                "/analytics/routes",
                Map.of("from", start.toString(), "to", start.plusSeconds(60).toString()));
        assertThat(first.at("/routes/0/tally/requests").asInt()).isEqualTo(3);

        JsonNode history = ask("/analytics/routes/{route}/history", Map.of());
        assertThat(history.path("bucket_seconds").asInt()).isEqualTo(60);
        assertThat(history.path("buckets"))
                .extracting(one -> one.at("/tally/requests").asInt())
                .containsExactly(3, 1, 1);
        assertThat(history.at("/buckets/0/time").asText()).isEqualTo("2025-01-01T00:00:00.000Z");

        JsonNode hosts = ask("/analytics/backends", Map.of());
        assertThat(hosts.path("backends")).hasSize(1);
        assertThat(hosts.at("/backends/0/upstream").asText()).isEqualTo("http://10.0.0.1:8080");
        assertThat(hosts.at("/backends/0/requests").asInt()).isEqualTo(5);
        assertThat(hosts.at("/backends/0/failures").asInt()).isEqualTo(1);
    }

    @Test
    void keepsMinutesForAsLongAsItIsTold() throws Exception {
        minutes(49 * 60, minute -> listener().ended(call(200, 12)));

        JsonNode history = ask("/analytics/routes/{route}/history", Map.of("from", "2025-01-01T00:00:00Z"));
        assertThat(history.path("buckets").size()).isBetween(48 * 60 - 2, 48 * 60);
    }

    @Test
    void answersNonsenseByAProblem() {
        for (Map<String, String> query : List.of(
                Map.of("from", "yesterday"),
                Map.of("to", ""),
                Map.of("form", "2025-01-02T00:00:00Z"),
                Map.of("from", "2025-01-02T00:00:00Z", "to", "2025-01-01T00:00:00Z"))) {
            AdminResponse response = answer("/analytics/anomalies", query);
            assertThat(response.status()).isEqualTo(400);
            assertThat(response.contentType()).isEqualTo("application/problem+json");
        }
    }

    @Test
    void noticesWhatIsNotAsInTheWeekBefore() throws Exception {
        minutes(WEEK, minute -> calls(6, 200, 12));
        assertThat(ask("/analytics/anomalies", Map.of()).path("learning").asBoolean())
                .isTrue();
        minutes(60, minute -> calls(6, 200, 12));
        assertThat(ask("/analytics/anomalies", Map.of()).path("learning").asBoolean())
                .isFalse();
        assertThat(anomalies()).isEmpty();

        minutes(15, minute -> calls(200, 200, 12));
        assertThat(anomalies()).singleElement().satisfies(one -> {
            assertThat(one.path("kind").asText()).isEqualTo("rate");
            assertThat(one.path("route").asText()).isEqualTo("/shop");
            assertThat(one.path("expected").asDouble()).isEqualTo(0.1, offset(0.01));
            assertThat(one.path("observed").asDouble()).isGreaterThan(3);
            assertThat(one.has("until")).isFalse();
        });
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(FeedEvent.Kind.ANOMALY);
            assertThat(json(event)).isEqualTo(anomalies().get(0));
        });

        minutes(15, minute -> calls(6, 200, 12));
        assertThat(anomalies()).singleElement().matches(one -> one.has("until"));
        assertThat(events).hasSize(2);
        assertThat(json(events.get(1))).as("it is over").isEqualTo(anomalies().get(0));

        minutes(15, minute -> calls(6, minute % 2 == 0 ? 503 : 200, 200));
        assertThat(anomalies())
                .extracting(one -> one.path("kind").asText())
                .containsExactlyInAnyOrder("rate", "errors", "latency");
    }

    @Test
    void doesNotLearnFromWhatIsRefusedNorFromWhatIsFarOff() throws Exception {
        minutes(WEEK, minute -> calls(6, 200, 12));
        minutes(60, minute -> {
            calls(6, 200, 12);
            for (int i = 0; i < 1000; i++) {
                listener().ended(TestExchanges.refused(call(403, 1), Rejection.ADDRESS_BANNED));
            }
        });
        assertThat(anomalies()).as("refused calls change nothing").isEmpty();

        minutes(120, minute -> calls(300, 200, 12));
        minutes(WEEK - 120, minute -> calls(6, 200, 12));
        assertThat(anomalies("2025-01-15T00:30:00Z"))
                .as("what is usual is what it was before")
                .isEmpty();
        minutes(15, minute -> calls(300, 200, 12));
        assertThat(anomalies("2025-01-15T00:30:00Z")).hasSize(1);
    }

    /** Forward and back again: counting goes on in the minutes that there really are, and nothing is made of the time between. */
    @ParameterizedTest
    @ValueSource(ints = {90, 3 * 24 * 60, 400 * 24 * 60})
    void aClockThatIsSetAheadAndBackMakesNothingUnusual(int ahead) throws Exception {
        minutes(WEEK + 60, minute -> calls(60, 200, 12));
        clock.setAhead(Duration.ofMinutes(ahead));
        minutes(30, minute -> calls(60, 200, 12));
        clock.setAhead(Duration.ofMinutes(-ahead));
        Instant back = Instant.ofEpochMilli(clock.epochMillis());
        minutes(30, minute -> calls(60, 200, 12));

        assertThat(events).isEmpty();
        JsonNode history = ask("/analytics/routes/{route}/history", Map.of("from", back.toString()));
        assertThat(history.path("buckets"))
                .extracting(one -> one.at("/tally/requests").asInt())
                .hasSizeGreaterThan(28)
                .contains(60);
        minutes(15, minute -> calls(2_000, 200, 12));
        assertThat(anomalies()).as("it is watched as before").hasSize(1);
    }

    @Test
    void routesThatAreSilentMakeRoomForOthers() throws Exception {
        minutes(6, minute -> {
            for (int n = 0; n < AnomalyWatch.MOST_ROUTES; n++) {
                listener().ended(TestExchanges.matched(TestExchanges.get("/", 200), "/old-" + n, "orders"));
            }
        });
        minutes(WEEK + 2 * 24 * 60, minute -> calls(6, 200, 12));
        minutes(15, minute -> calls(200, 200, 12));

        assertThat(anomalies()).extracting(one -> one.path("route").asText()).containsExactly("/shop");
    }

    @Test
    void answersTimesThatNobodyHasSeenByNothing() throws Exception {
        listener().ended(call(200, 12));
        JsonNode past = ask("/analytics/routes", Map.of("to", "-999999999-01-01T00:00:00Z"));
        assertThat(past.path("routes")).isEmpty();
        assertThat(past.path("to").asText()).isEqualTo(past.path("from").asText());
        JsonNode all = ask(
                "/analytics/routes", Map.of("from", "-999999999-01-01T00:00:00Z", "to", "+999999999-01-01T00:00:00Z"));
        assertThat(all.path("routes")).hasSize(1);
    }

    private void calls(int count, int status, long millis) {
        for (int i = 0; i < count; i++) {
            listener().ended(call(status, millis));
        }
    }

    private void minutes(int count, IntConsumer each) {
        for (int minute = 0; minute < count; minute++) {
            each.accept(minute);
            clock.advance(Duration.ofMinutes(1));
            timer.advance(Duration.ofMinutes(1));
        }
    }

    private static ExchangeRecord call(int status, long millis) {
        ExchangeRecord exchange = TestExchanges.matched(TestExchanges.get("/shop/items", status), "/shop", "orders");
        return TestExchanges.at(
                TestExchanges.forwarded(exchange, "http://10.0.0.1:8080", millis * 1_000_000, null),
                ManualClock.START_MILLIS,
                millis * 1_000_000);
    }

    private static JsonNode json(FeedEvent event) throws Exception {
        return new ObjectMapper().readTree(ApiJson.bytes(event.data()));
    }

    private JsonNode anomalies() throws Exception {
        return ask("/analytics/anomalies", Map.of()).path("anomalies");
    }

    private JsonNode anomalies(String from) throws Exception {
        return ask("/analytics/anomalies", Map.of("from", from)).path("anomalies");
    }

    private JsonNode ask(String path, Map<String, String> query) throws Exception {
        AdminResponse response = answer(path, query);
        assertThat(response.status()).isEqualTo(200);
        return new ObjectMapper().readTree(response.body());
    }

    private AdminResponse answer(String path, Map<String, String> query) {
        var request = new AdminRequest("GET", path, query, null, "127.0.0.1", new byte[0], Map.of("route", "/shop"));
        return AnalyticsRoutes.of(analytics).stream()
                .filter(route -> route.path().equals(path))
                .findFirst()
                .orElseThrow()
                .handle(request);
    }
}
