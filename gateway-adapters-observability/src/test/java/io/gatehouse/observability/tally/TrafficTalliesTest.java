package io.gatehouse.observability.tally;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.TestExchanges;
import io.gatehouse.observability.grouping.ExchangeGroup;
import io.gatehouse.observability.tally.LatencyHistogram.Latency;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrafficTalliesTest {

    private static final long NOW = 1_735_689_600_000L;
    private static final TrafficTallies.Saturation IDLE = new TrafficTallies.Saturation(0, null, 0, 1, null);

    private static ExchangeRecord call(String tenant, int status) {
        return TestExchanges.ofTenant(TestExchanges.matched(TestExchanges.get("/", status), "/shop", "orders"), tenant);
    }

    private static void add(TrafficTallies tallies, ExchangeRecord exchange, long nowMillis) {
        tallies.add(ExchangeGroup.of(exchange), nowMillis);
    }

    @Test
    void addsUpByRouteTenantAndKeyOverTheLastMinute() {
        var tallies = new TrafficTallies();
        add(tallies, call("acme", 200), NOW);
        add(tallies, call("acme", 404), NOW + 30_000);
        add(tallies, TestExchanges.refused(call("beta", 429), Rejection.TOO_MANY_REQUESTS), NOW + 30_000);
        add(tallies, TestExchanges.get("/", 500), NOW + 30_000);

        long end = NOW + 59_000;
        assertThat(tallies.lastMinute(end).requests()).isEqualTo(4);
        TrafficTally.Sum route = tallies.route("orders", "/shop", end);
        assertThat(route.requests()).isEqualTo(3);
        assertThat(route.clientErrors()).isEqualTo(2);
        assertThat(route.refused()).isEqualTo(1);
        assertThat(route.limited()).isEqualTo(1);
        assertThat(route.latency()).isNotNull();
        assertThat(tallies.tenant("acme", end).lastMinute().requests()).isEqualTo(2);
        assertThat(tallies.key("acme/storefront/web", end).recent().lastMinute().requests())
                .isEqualTo(2);
        assertThat(tallies.codes(end)).containsOnlyKeys("too-many-requests").containsEntry("too-many-requests", 1L);

        long later = NOW + 61_000;
        assertThat(tallies.tenant("acme", later).lastMinute().requests()).isEqualTo(1);
        assertThat(tallies.tenant("acme", later).sinceStart().requests()).isEqualTo(2);
        assertThat(tallies.lastMinute(NOW + 200_000).requests()).isZero();
        assertThat(tallies.tenant("nobody", later)).isNull();
        assertThat(tallies.route("orders", "/other", later)).isEqualTo(TrafficTally.Sum.NOTHING);
    }

    @Test
    void keepsTheLastFiveMinutesBySecond() {
        var tallies = new TrafficTallies();
        for (int i = 1; i <= TrafficTallies.SECONDS + 10; i++) {
            add(tallies, call("acme", 200), NOW);
            assertThat(tallies.secondEnded(NOW + i * 1_000L, IDLE).sum().requests())
                    .isEqualTo(1);
        }
        assertThat(tallies.seconds()).hasSize(TrafficTallies.SECONDS);
        assertThat(tallies.seconds().get(0).endMillis()).isEqualTo(NOW + 11_000);
    }

    /** Against what a sorted list says. */
    @Test
    void findsPercentilesThatAreANinthTooLargeAtMost() {
        var random = new Random(3);
        var histogram = new LatencyHistogram();
        assertThat(histogram.latency()).isNull();
        double[] millis = new double[10_000];
        for (int i = 0; i < millis.length; i++) {
            long nanos = (long) Math.exp(random.nextDouble() * 20 + 3);
            millis[i] = nanos / 1_000_000.0;
            histogram.add(nanos);
        }
        Arrays.sort(millis);
        Latency found = histogram.latency();
        assertWithin(found.p50Ms(), millis[4_999]);
        assertWithin(found.p90Ms(), millis[8_999]);
        assertWithin(found.p99Ms(), millis[9_899]);
        assertThat(found.maxMs()).isBetween(millis[9_999] - 0.001, millis[9_999] + 0.001);
    }

    private static void assertWithin(double found, double exact) {
        assertThat(found).isBetween(exact - 0.002, exact * 1.126 + 0.002);
    }
}
