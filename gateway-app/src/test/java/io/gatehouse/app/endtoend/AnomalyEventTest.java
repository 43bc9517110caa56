package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.configuration.Size;
import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminRoute;
import io.gatehouse.domain.admin.AdminStream;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.domain.time.ManualTimer;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.TestExchanges;
import io.gatehouse.observability.anomaly.Analytics;
import io.gatehouse.observability.anomaly.AnalyticsRoutes;
import io.gatehouse.observability.anomaly.AnalyticsSettings;
import io.gatehouse.observability.feed.FeedRoute;
import io.gatehouse.observability.feed.LiveFeed;
import io.gatehouse.observability.grouping.ExchangeGroup;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A week goes by in a moment; then a route has too many calls, and whoever reads the feed hears of it. */
class AnomalyEventTest {

    private static final int WEEK = 7 * 24 * 60;

    private final ObjectMapper json = new ObjectMapper();
    private final ManualClock clock = new ManualClock();
    private final ManualTimer timer = new ManualTimer();
    private final LiveFeed feed = new LiveFeed();
    private final Analytics analytics = new Analytics(
            new AnalyticsSettings(Duration.ofDays(2), new Size(32 << 20)), clock, timer, () -> {}, feed::publish);

    @Test
    void anomaliesAreEventsOfTheFeedAsDescribed() throws Exception {
        var description = new ApiDescription();
        analytics.start();
        minutes(WEEK + 60, 3);
        AdminStream stream = Objects.requireNonNull(
                new FeedRoute(feed).handle(request("/dashboard/api/stream", Map.of("events", "anomaly"))).stream());
        stream.begin(() -> {});
        minutes(10, 100);
        minutes(10, 3);
        feed.pause(clock.epochMillis());

        List<JsonNode> events = events(stream);
        assertThat(events).hasSize(2);
        for (JsonNode event : events) {
            description.check("AnomalyEvent", event);
            assertThat(event.path("route").asText()).isEqualTo("/shop");
            assertThat(event.path("kind").asText()).isEqualTo("rate");
        }
        assertThat(events.get(0).has("until")).isFalse();
        assertThat(events.get(1).has("until")).isTrue();
        JsonNode listed = anomalies();
        description.check("Anomalies", listed);
        assertThat(listed.path("anomalies")).containsExactly(events.get(1));
    }

    private void minutes(int count, int calls) {
        ExchangeRecord call = TestExchanges.matched(TestExchanges.get("/shop/items", 200), "/shop", "orders");
        for (int minute = 0; minute < count; minute++) {
            for (int n = 0; n < calls; n++) {
                analytics.ended(ExchangeGroup.of(call), clock.epochMillis());
            }
            clock.advance(Duration.ofMinutes(1));
            timer.advance(Duration.ofMinutes(1));
        }
    }

    private List<JsonNode> events(AdminStream stream) throws Exception {
        String text = new String(stream.next(), StandardCharsets.UTF_8);
        var events = new ArrayList<JsonNode>();
        for (String line : text.lines().filter(one -> one.startsWith("data: ")).toList()) {
            events.add(json.readTree(line.substring("data: ".length())));
        }
        assertThat(text.lines().filter("event: anomaly"::equals)).hasSameSizeAs(events);
        return events;
    }

    private JsonNode anomalies() throws Exception {
        AdminRoute route = AnalyticsRoutes.of(analytics).stream()
                .filter(one -> one.path().equals("/analytics/anomalies"))
                .findFirst()
                .orElseThrow();
        return json.readTree(route.handle(request(route.path(), Map.of())).body());
    }

    private static AdminRequest request(String path, Map<String, String> query) {
        return new AdminRequest("GET", path, query, null, "127.0.0.1", new byte[0]);
    }
}
