package io.gatehouse.http.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TenantMetricsTest {

    private static final String REQUESTS = "gatehouse_tenant_requests_total";
    private static final long LOOK = 60_000;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private long now = 1_000_000;

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void countsByTenantAndStatusClass() {
        var tenants = tenants(100);
        call(tenants, "acme", 200, 2);
        call(tenants, "acme", 503, 1);
        tenants.ended(null, 401, 1);

        Scrape scrape = scrape(tenants);
        assertThat(scrape.value(REQUESTS, "tenant=acme,status=2xx")).isEqualTo(2);
        assertThat(scrape.value(REQUESTS, "tenant=acme,status=5xx")).isEqualTo(1);
        assertThat(scrape.value(REQUESTS, "tenant=none,status=4xx")).isEqualTo(1);
        assertThat(scrape.series(REQUESTS)).hasSize(3);
    }

    @Test
    void countsTheRestTogether() {
        var tenants = tenants(2);
        for (int tenant = 0; tenant < 50; tenant++) {
            call(tenants, "tenant-" + tenant, 200, 1);
        }
        Scrape scrape = scrape(tenants);
        assertThat(scrape.series(REQUESTS)).hasSize(3);
        assertThat(scrape.value(REQUESTS, "tenant=other,status=2xx")).isEqualTo(48);
    }

    @Test
    void givesTheSeriesToTheBusiestAtTheNextLook() {
        var tenants = tenants(2);
        call(tenants, "early", 200, 1);
        call(tenants, "busy", 200, 100);
        call(tenants, "busier", 200, 1000);
        scrape(tenants);
        now += LOOK;
        scrape(tenants);
        call(tenants, "early", 200, 1);
        call(tenants, "busier", 200, 7);

        Scrape scrape = scrape(tenants);
        assertThat(scrape.value(REQUESTS, "tenant=busy,status=2xx")).isEqualTo(100);
        assertThat(scrape.value(REQUESTS, "tenant=busier,status=2xx"))
                .as("what was counted among others stays there")
                .isEqualTo(7);
        assertThat(scrape.value(REQUESTS, "tenant=other,status=2xx")).isEqualTo(1001);
        assertThat(scrape.series(REQUESTS)).hasSize(3);
    }

    @Test
    void takesNoSeriesAwayForALittleMoreTraffic() {
        var tenants = tenants(1);
        call(tenants, "first", 200, 100);
        call(tenants, "second", 200, 110);
        scrape(tenants);
        now += LOOK;
        assertThat(scrape(tenants).value(REQUESTS, "tenant=first,status=2xx")).isEqualTo(100);
        call(tenants, "second", 200, 200);
        now += LOOK;
        scrape(tenants);
        call(tenants, "second", 200, 1);
        assertThat(scrape(tenants).series(REQUESTS))
                .noneMatch(series -> series.contains("tenant=first"))
                .anyMatch(series -> series.contains("tenant=second"));
    }

    @Test
    void neverLetsASeriesGoBack() {
        var tenants = tenants(3);
        Map<String, Double> before = new HashMap<>();
        for (int round = 0; round < 40; round++) {
            for (int tenant = 0; tenant < 12; tenant++) {
                call(tenants, "tenant-" + tenant, 200, (tenant * 7 + round * 5) % 13 * 20);
            }
            now += LOOK;
            Scrape scrape = scrape(tenants);
            assertThat(scrape.series(REQUESTS)).hasSizeLessThanOrEqualTo(4);
            for (int tenant = 0; tenant <= 12; tenant++) {
                String name = tenant == 12 ? "other" : "tenant-" + tenant;
                String series = "tenant=" + name + ",status=2xx";
                if (scrape.series(REQUESTS).stream().anyMatch(shown -> shown.contains("tenant=" + name + "}"))
                        || name.equals("other")) {
                    double value = scrape.value(REQUESTS, series);
                    assertThat(value).as(series).isGreaterThanOrEqualTo(before.getOrDefault(series, 0.0));
                    before.put(series, value);
                }
            }
        }
    }

    @Test
    void holdsTheBusiestHoweverManyIdleOnesCome() {
        var tenants = new TenantMetrics(registry, 1, 20);
        for (int tenant = 0; tenant < 1000; tenant++) {
            call(tenants, "idle-" + tenant, 200, 1);
        }
        scrape(tenants);
        now += LOOK;
        scrape(tenants);
        call(tenants, "busy", 200, 500);
        now += LOOK;
        scrape(tenants);
        call(tenants, "busy", 200, 1);
        assertThat(scrape(tenants).value(REQUESTS, "tenant=busy,status=2xx")).isEqualTo(1);
        assertThat(scrape(tenants).series(REQUESTS)).hasSize(2);
    }

    @Test
    void forgetsTenantsThatTheRegistryDoesNotName() {
        var tenants = tenants(1);
        call(tenants, "old", 200, 5);
        scrape(tenants);
        tenants.registryChanged(Set.of("new"));
        call(tenants, "new", 200, 1);
        assertThat(scrape(tenants).series(REQUESTS)).hasSize(1).allMatch(series -> series.contains("new"));
    }

    @Test
    void tellsATenantCalledOtherFromTheOthers() {
        var tenants = tenants(2);
        call(tenants, "other", 200, 1);
        call(tenants, "none", 200, 1);
        call(tenants, "acme", 200, 1);
        assertThat(scrape(tenants).series(REQUESTS)).hasSize(3);
        assertThat(scrape(tenants).value(REQUESTS, "tenant=tenant:other,status=2xx"))
                .isEqualTo(1);
    }

    private TenantMetrics tenants(int limit) {
        return new TenantMetrics(registry, limit);
    }

    private static void call(TenantMetrics tenants, String tenant, int status, int times) {
        tenants.ended(tenant, status, times);
    }

    private Scrape scrape(TenantMetrics tenants) {
        tenants.refresh(now);
        return Scrape.of(new PrometheusPage(registry, () -> {}).render(null).body());
    }
}
