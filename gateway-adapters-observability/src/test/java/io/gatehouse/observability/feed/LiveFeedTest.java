package io.gatehouse.observability.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminRoute;
import io.gatehouse.domain.admin.AdminRouteContract;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.TestExchanges;
import io.gatehouse.observability.feed.FeedEvent.Kind;
import io.gatehouse.observability.trafficlog.ExchangeFilter;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LiveFeedTest extends AdminRouteContract {

    private static final long NOW = 1_735_689_600_000L;
    private static final Set<Kind> ALL = EnumSet.allOf(Kind.class);

    private final LiveFeed feed = new LiveFeed();

    @Override
    protected AdminRoute route() {
        return new FeedRoute(feed);
    }

    private FeedReader reader(Set<Kind> wanted, Map<String, String> query) throws Exception {
        FeedReader reader = feed.reader(wanted, ExchangeFilter.of(query));
        reader.begin(() -> {});
        return reader;
    }

    private static String all(FeedReader reader) {
        var text = new StringBuilder();
        for (byte[] next = reader.next(); next.length > 0; next = reader.next()) {
            assertThat(next.length).isLessThanOrEqualTo(FeedReader.MOST_BYTES);
            text.append(new String(next, StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    private static long count(String event, String text) {
        return Pattern.compile("^event: " + event + "$", Pattern.MULTILINE)
                .matcher(text)
                .results()
                .count();
    }

    @Test
    void sendsWhatAReaderWants() throws Exception {
        FeedReader acme = reader(ALL, Map.of("tenant", "acme"));
        FeedReader metrics = reader(EnumSet.of(Kind.METRICS), Map.of());
        feed.ended(TestExchanges.ofTenant(TestExchanges.get("/a", 200), "acme"), NOW);
        feed.ended(TestExchanges.ofTenant(TestExchanges.get("/b", 200), "beta"), NOW);
        feed.publish(new FeedEvent(Kind.METRICS, Map.of("requests", 2)));
        feed.pause(NOW);

        String sent = all(acme);
        assertThat(sent)
                .startsWith("retry: 2000\n\n")
                .contains("\"path\":\"/a\"")
                .doesNotContain("\"path\":\"/b\"");
        assertThat(count("request", sent)).isEqualTo(1);
        assertThat(count("metrics", sent)).isEqualTo(1);
        String second = all(metrics);
        assertThat(second).contains("data: {\"requests\":2}\n\n");
        assertThat(count("request", second)).isZero();
    }

    @Test
    void countsRefusalsOfALimitTogether() throws Exception {
        FeedReader reader = reader(EnumSet.of(Kind.LIMIT), Map.of());
        feed.pause(NOW);
        for (int i = 0; i < 30; i++) {
            feed.ended(
                    TestExchanges.refused(
                            TestExchanges.ofTenant(TestExchanges.get("/", 429), "acme"), Rejection.TOO_MANY_REQUESTS),
                    NOW);
        }
        feed.pause(NOW + 500);
        assertThat(count("limit", all(reader))).as("within a second").isZero();
        feed.pause(NOW + 1_000);
        String sent = all(reader);
        assertThat(count("limit", sent)).isEqualTo(1);
        assertThat(sent).contains("\"refused\":30").contains("\"key\":\"acme/storefront/web\"");
    }

    @Test
    void whoeverIsRefusedByManyKeysOrAddressesLeavesRoomForOthers() throws Exception {
        FeedReader reader = reader(EnumSet.of(Kind.LIMIT), Map.of());
        feed.pause(NOW);
        for (int i = 0; i < 1_000; i++) {
            var loud = new ExchangeRecord.CalledBy("loud", "app", "loud/app/" + i, "shop/basic", null);
            feed.ended(limited(TestExchanges.calledBy(TestExchanges.get("/", 429), loud)), NOW);
        }
        feed.ended(limited(TestExchanges.ofTenant(TestExchanges.get("/", 429), "quiet")), NOW);
        feed.pause(NOW + 1_000);
        String sent = all(reader);

        assertThat(sent).contains("quiet/storefront/web").contains("\"refused\":950");
        assertThat(count("limit", sent)).isEqualTo(52);
    }

    private static ExchangeRecord limited(ExchangeRecord exchange) {
        return TestExchanges.refused(exchange, Rejection.TOO_MANY_REQUESTS);
    }

    @Test
    void refusesConditionsThatItDoesNotKnow() {
        for (String name : List.of("tennant", "", "limit", "cursor")) {
            var request =
                    new AdminRequest("GET", "/dashboard/api/stream", Map.of(name, "1"), null, "127.0.0.1", new byte[0]);
            assertThat(route().handle(request).status()).as(name).isEqualTo(400);
        }
    }

    @Test
    void tellsASlowReaderHowManyEventsItHasLost() throws Exception {
        FeedReader slow = reader(EnumSet.of(Kind.METRICS), Map.of());
        FeedReader quick = reader(EnumSet.of(Kind.METRICS), Map.of());
        int events = 2_000;
        String large = "x".repeat(1_000);
        long got = 0;
        for (int i = 0; i < events; i++) {
            feed.publish(new FeedEvent(Kind.METRICS, Map.of("text", large)));
            feed.pause(NOW);
            got += count("metrics", all(quick));
        }
        assertThat(got).isEqualTo(events);
        feed.pause(NOW);
        String sent = all(slow);
        feed.pause(NOW);
        sent += all(slow);
        long received = count("metrics", sent);
        assertThat(sent.length()).isLessThan(FeedReader.MOST_WAITING + 1_000);
        assertThat(received).isPositive();
        assertThat(sent).contains("event: lost\ndata: {\"lost\":" + (events - received) + "}");
    }

    @Test
    void sendsABoundedNumberOfRequestsInASecond() throws Exception {
        FeedReader reader = reader(EnumSet.of(Kind.REQUEST), Map.of());
        String sent = "";
        for (int i = 0; i < FeedReader.MOST_REQUESTS + 100; i++) {
            feed.ended(TestExchanges.get("/", 200), NOW);
            sent += all(reader);
        }
        assertThat(count("request", sent)).isEqualTo(FeedReader.MOST_REQUESTS);
        feed.ended(TestExchanges.get("/", 200), NOW + 1_000);
        assertThat(all(reader)).contains("{\"lost\":100}").contains("event: request");
    }

    @Test
    void wantsNoRequestsWhileNoReaderHasRoomAndTellsHowManyThereWere() throws Exception {
        ExchangeRecord one = TestExchanges.get("/", 200);
        ExchangeRecord limited = TestExchanges.refused(TestExchanges.get("/", 429), Rejection.TOO_MANY_REQUESTS);
        assertThat(feed.wants(one)).as("nobody reads").isFalse();
        FeedReader stalled = reader(EnumSet.of(Kind.REQUEST), Map.of());
        FeedReader metrics = reader(EnumSet.of(Kind.METRICS), Map.of());
        assertThat(feed.wants(one)).isTrue();
        for (int i = 0; i < FeedReader.MOST_REQUESTS; i++) {
            feed.ended(one, NOW);
        }
        feed.pause(NOW);
        for (int i = 0; i < 1_000; i++) {
            assertThat(feed.wants(one)).isFalse();
        }
        assertThat(feed.wants(limited)).as("it is counted for other events").isTrue();

        feed.pause(NOW + 1_000);
        assertThat(feed.wants(one)).as("in another second").isTrue();
        feed.ended(one, NOW + 1_000);
        feed.pause(NOW + 1_000);
        assertThat(all(stalled)).contains("{\"lost\":1000}");
        assertThat(all(metrics)).doesNotContain("event: lost");
    }

    @Test
    void costsNothingWhenNobodyReads() throws Exception {
        FeedReader reader = reader(ALL, Map.of());
        assertThat(feed.readers()).isEqualTo(1);
        reader.ended();
        assertThat(feed.readers()).isZero();
        for (int i = 0; i < 10_000; i++) {
            feed.publish(new FeedEvent(Kind.METRICS, Map.of()));
        }
        FeedReader next = reader(ALL, Map.of());
        feed.pause(NOW);
        assertThat(all(next)).isEqualTo("retry: 2000\n\n");
    }
}
