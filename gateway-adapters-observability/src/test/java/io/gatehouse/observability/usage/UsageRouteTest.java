package io.gatehouse.observability.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminResponse;
import io.gatehouse.domain.admin.AdminRoute;
import io.gatehouse.domain.admin.AdminRouteContract;
import io.gatehouse.domain.time.CalendarUnit;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.domain.usage.UsageStore.Counts;
import io.gatehouse.domain.usage.UsageStore.Row;
import io.gatehouse.domain.usage.UsageStore.Series;
import io.gatehouse.domain.usage.UsageStoreException;
import io.gatehouse.observability.memory.MemoryUsageStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code GET /usage} answers; the clock stands at the beginning of 2025. */
class UsageRouteTest extends AdminRouteContract {

    private static final Duration KEEP = Duration.ofDays(400);
    private static final Duration WITHIN = Duration.ofSeconds(1);

    private final ManualClock clock = new ManualClock();
    private final MemoryUsageStore store = new MemoryUsageStore(1 << 24);
    private final long hour = CalendarUnit.HOUR.at(clock.epochMillis());

    @Override
    protected AdminRoute route() {
        return new UsageRoute(new UsageLedger(store, KEEP, 1 << 20, clock, () -> {}), clock);
    }

    private void used(String id, long when, String tenant, String service, String status, long calls) {
        var series = new Series(tenant, tenant.isEmpty() ? "" : "web", "", service, "1", status);
        store.write(List.of(new Row(id, when, series, new Counts(calls, 1, 2, 3_999))), List.of(), KEEP, WITHIN);
    }

    private AdminResponse get(Map<String, String> query, @Nullable String accept) {
        return route().handle(new AdminRequest("GET", "/usage", query, accept, "127.0.0.1", new byte[0]));
    }

    private static String text(AdminResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static Map<String, String> query(String text) {
        var query = new TreeMap<String, String>();
        for (String part : text.split("&", -1)) {
            int is = part.indexOf('=');
            query.put(part.substring(0, is), part.substring(is + 1));
        }
        return query;
    }

    @Test
    void addsUpTheMonthByTenant() {
        used("r:1", hour, "globex", "orders", "2xx", 7);
        used("r:2", hour, "acme", "orders", "2xx", 3);
        used("r:3", hour, "acme", "stock", "5xx", 2);
        used("r:4", hour, "", "stock", "4xx", 1);
        used("r:5", hour - 1, "acme", "stock", "2xx", 99);

        AdminResponse response = get(Map.of(), null);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.contentType()).isEqualTo("application/json");
        assertThat(text(response))
                .isEqualTo("{\"from\":\"2025-01-01T00:00:00Z\",\"to\":\"2025-01-01T01:00:00Z\",\"usage\":["
                        + "{\"tenant\":null,\"calls\":1,\"bytes_in\":1,\"bytes_out\":2,\"upstream_ms\":3},"
                        + "{\"tenant\":\"acme\",\"calls\":5,\"bytes_in\":2,\"bytes_out\":4,\"upstream_ms\":7},"
                        + "{\"tenant\":\"globex\",\"calls\":7,\"bytes_in\":1,\"bytes_out\":2,\"upstream_ms\":3}]}");
    }

    @Test
    void answersInCsvByAcceptOrByFormat() {
        used("r:1", hour, "acme", "orders", "2xx", 3);
        used("r:2", hour - 24, "acme", "orders", "4xx", 4);
        String lines = "hour,service,status,calls,bytes_in,bytes_out,upstream_ms\r\n"
                + "2024-12-31T00:00:00Z,orders,4xx,4,1,2,3\r\n"
                + "2025-01-01T00:00:00Z,orders,2xx,3,1,2,3\r\n";
        var wanted = query("by=hour,service,status&from=2024-12-01&to=2025-02-01&tenant=acme");

        AdminResponse accepted = get(wanted, "text/csv, */*;q=0.1");
        assertThat(accepted.contentType()).isEqualTo("text/csv; charset=utf-8");
        assertThat(text(accepted)).isEqualTo(lines);
        wanted.put("format", "csv");
        assertThat(text(get(wanted, "application/json"))).isEqualTo(lines);
        wanted.put("format", "json");
        assertThat(get(wanted, "text/csv").contentType()).isEqualTo("application/json");
        assertThat(get(Map.of(), "text/csv, application/json").contentType()).isEqualTo("application/json");
    }

    @Test
    void csvHoldsNothingThatASpreadsheetWouldRun() {
        used("r:1", hour, "=cmd()", "+1", "2xx", 1);
        used("r:2", hour, "-1", "@x", "2xx", 1);
        used("r:3", hour, "a,\"b\"", "\tx", "2xx", 1);

        assertThat(text(get(query("by=tenant,service&format=csv"), null)).lines())
                .containsExactlyInAnyOrder(
                        "tenant,service,calls,bytes_in,bytes_out,upstream_ms",
                        "'=cmd(),'+1,1,1,2,3",
                        "'-1,'@x,1,1,2,3",
                        "\"a,\"\"b\"\"\",\"'\tx\",1,1,2,3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "by=day                                | by is not what it can be (expected some of hour, tenant,",
                "by=tenant,tenant                      | each once",
                "by=                                   | by is not",
                "from=yesterday                        | from is no time (expected one such as 2025-01-31 or",
                "to=2025-13-01                         | to is no time",
                "to=+999999999-01-01                   | to is no time",
                "from=2025-01-02&to=2025-01-02         | from is not before to",
                "from=2025-01-02                       | from is not before to",
                "tenants=acme                          | an unknown parameter (expected by, from, to, format, tenant,",
                "hour=2025-01-02                       | an unknown parameter",
                "format=xml                            | format is not what it can be (expected json or csv)",
            })
    void saysWhatItDoesNotUnderstand(String asked, String why) {
        AdminResponse response = get(query(asked), null);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.contentType()).isEqualTo("application/problem+json");
        assertThat(text(response))
                .contains("\"title\":\"Bad Request\",\"status\":400")
                .contains(why);
    }

    @Test
    void answersAllOrNothing() {
        store.write(
                IntStream.rangeClosed(0, UsageQuestion.MOST_SUMS)
                        .mapToObj(n -> new Row(
                                "r:" + n, hour, new Series("t" + n, "", "", "", "", "2xx"), new Counts(1, 0, 0, 0)))
                        .toList(),
                List.of(),
                KEEP,
                WITHIN);

        assertThat(get(Map.of(), null).status()).isEqualTo(422);
        assertThat(get(query("by=status"), null).status()).isEqualTo(200);
        assertThat(get(query("by=tenant&tenant=t7"), null).status()).isEqualTo(200);
    }

    @Test
    void saysFromWhenOnTheMemoryHasAll() {
        var small = new MemoryUsageStore(1);
        var route = new UsageRoute(new UsageLedger(small, KEEP, 1 << 20, clock, () -> {}), clock);
        for (long when = hour - 2; when <= hour; when++) {
            var series = new Series("acme", "", "", "", "", "2xx");
            small.write(List.of(new Row("r:" + when, when, series, new Counts(1, 0, 0, 0))), List.of(), KEEP, WITHIN);
        }
        var request = new AdminRequest("GET", "/usage", Map.of("from", "2024-12-01"), null, "127.0.0.1", new byte[0]);

        assertThat(text(route.handle(request))).contains("\"complete_from\":\"2025-01-01T00:00:00Z\"");
    }

    @Test
    void showsNothingThatIsOlderThanTheRetentionWhateverTheStoreStillHas() {
        Duration day = Duration.ofDays(1);
        used("r:1", hour - 25, "acme", "orders", "2xx", 100);
        used("r:2", hour - 24, "acme", "orders", "2xx", 10);
        used("r:3", hour, "acme", "orders", "2xx", 1);
        var route = new UsageRoute(new UsageLedger(store, day, 1 << 20, clock, () -> {}), clock);
        var request = new AdminRequest("GET", "/usage", Map.of("from", "2024-12-01"), null, "127.0.0.1", new byte[0]);

        assertThat(text(route.handle(request))).contains("\"complete_from\":\"2024-12-31T00:00:00Z\"", "\"calls\":11,");
        clock.advance(Duration.ofMinutes(59));
        assertThat(text(route.handle(request))).contains("\"calls\":11,");
        clock.advance(Duration.ofMinutes(1));
        assertThat(text(route.handle(request))).contains("\"complete_from\":\"2024-12-31T01:00:00Z\"", "\"calls\":1,");
    }

    @Test
    void answers503WhileTheStoreFails() {
        var away = new RelayedUsageStore(store) {
            @Override
            public List<Sum> sum(Query query, Duration timeout) {
                throw new UsageStoreException("away", new IllegalStateException());
            }
        };
        var route = new UsageRoute(new UsageLedger(away, KEEP, 1 << 20, clock, () -> {}), clock);

        AdminResponse response =
                route.handle(new AdminRequest("GET", "/usage", Map.of(), null, "127.0.0.1", new byte[0]));
        assertThat(response.status()).isEqualTo(503);
        assertThat(text(response)).contains("the store of usage does not answer");
    }
}
