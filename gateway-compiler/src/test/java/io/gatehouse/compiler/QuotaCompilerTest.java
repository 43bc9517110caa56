package io.gatehouse.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.quota.AdaptiveRate;
import io.gatehouse.domain.quota.CalendarWindow;
import io.gatehouse.domain.quota.FixedWindow;
import io.gatehouse.domain.quota.Limit.ConcurrencyLimit;
import io.gatehouse.domain.quota.QuotaRule;
import io.gatehouse.domain.quota.Quotas;
import io.gatehouse.domain.quota.Quotas.ServiceQuotas;
import io.gatehouse.domain.quota.SlidingWindow;
import io.gatehouse.domain.quota.Strategy;
import io.gatehouse.domain.quota.Strategy.Subject;
import io.gatehouse.domain.quota.TokenBucket;
import io.gatehouse.domain.time.CalendarUnit;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of throttling strategies, and of the levels that name them. */
class QuotaCompilerTest {

    private static final String STRATEGIES = """
            strategies: {
              fixed: {algorithm: fixed-window, limit: 5, window: 10s, per: key},
              sliding: {algorithm: sliding-window, limit: 6, window: 20s, per: address, retries: 2, delay: 300ms},
              plan: {algorithm: calendar, limit: 9, window: month, per: application},
              bucket: {algorithm: token-bucket, capacity: 7, refill: 3/s, per: tenant},
              fair: {algorithm: sliding-window, limit: 6, window: 20s, per: key, adaptive: {min: 2, max: 9}},
              slow: {algorithm: fixed-window, limit: 5, window: 10s, per: key, adaptive: {min: 5, max: 5, headroom: 1.5, step: 2.5%}},
              together: {algorithm: concurrency, limit: 8, per: key}}""";

    @Test
    void compilesEveryAlgorithm() {
        Strategy fixed = edge("fixed");
        assertThat(fixed.name()).isEqualTo("fixed");
        assertThat(fixed.limit()).isEqualTo(new FixedWindow(5, 10_000));
        assertThat(fixed.per()).isEqualTo(Subject.KEY);
        assertThat(fixed.retries()).isZero();
        Strategy sliding = edge("sliding");
        assertThat(sliding.limit()).isEqualTo(new SlidingWindow(6, 20_000));
        assertThat(sliding.per()).isEqualTo(Subject.ADDRESS);
        assertThat(sliding.retries()).isEqualTo(2);
        assertThat(sliding.delay()).isEqualTo(Duration.ofMillis(300));
        Strategy plan = edge("plan");
        assertThat(plan.limit()).isEqualTo(new CalendarWindow(9, CalendarUnit.MONTH));
        assertThat(plan.per()).isEqualTo(Subject.APPLICATION);
        assertThat(edge("bucket").limit()).isEqualTo(TokenBucket.refilled(7, 3, Duration.ofSeconds(1)));
        assertThat(edge("together").limit()).isEqualTo(new ConcurrencyLimit(8));
    }

    @Test
    void compilesWhatFollowsItsCallersToCountersOfItsOwnForm() {
        QuotaRule fair = Objects.requireNonNull(quotas(", public: fair").publicApis());

        assertThat(Objects.requireNonNull(fair.strategy()).limit())
                .isEqualTo(new AdaptiveRate(new SlidingWindow(6, 20_000), 2, 9, 2, 0.1));
        assertThat(fair.counters()).isEqualTo("fair/sliding-window/20000");
        QuotaRule slow = Objects.requireNonNull(quotas(", private: slow").privateApis());
        assertThat(Objects.requireNonNull(slow.strategy()).limit())
                .isEqualTo(new AdaptiveRate(new FixedWindow(5, 10_000), 5, 5, 1.5, 0.025));
    }

    @Test
    void aLevelNamesAStrategyOrIsOffOrIsAbsent() {
        Quotas quotas = quotas(", public: fixed, private: off");

        assertThat(quotas.edge()).isNull();
        assertThat(strategy(quotas.publicApis())).isEqualTo("fixed");
        assertThat(Objects.requireNonNull(quotas.privateApis()).strategy()).isNull();
        assertThat(quotas.privateApis().level()).isEqualTo("throttling.private");
    }

    @Test
    void anEntryOfAServiceSaysWhatHoldsThere() {
        Map<String, ServiceQuotas> services = quotas(
                        ", services: {orders: {public: fixed, private: off, apis: [/items/:id]}, stock: off}")
                .services();

        ServiceQuotas orders = Objects.requireNonNull(services.get("orders"));
        assertThat(strategy(orders.publicApis())).isEqualTo("fixed");
        assertThat(Objects.requireNonNull(orders.publicApis()).level()).isEqualTo("the gateway's entry for orders");
        assertThat(Objects.requireNonNull(orders.privateApis()).strategy()).isNull();
        assertThat(Objects.requireNonNull(orders.apis()).find("/items/7")).isTrue();
        assertThat(orders.apis().find("/other")).isNull();
        ServiceQuotas stock = Objects.requireNonNull(services.get("stock"));
        assertThat(Objects.requireNonNull(stock.publicApis()).strategy()).isNull();
        assertThat(Objects.requireNonNull(stock.privateApis()).strategy()).isNull();
    }

    @Test
    void aPackageSaysWhatHoldsForItsKeys() {
        Quotas ofPackage = FlowText.compile("""
                        services: {orders: {versions: {1: {hosts: [http://127.0.0.1:9001], requires: [key]}}}},
                        products: {shop: {packages: {gold: {acl: {orders: {1: {}}},
                          throttling: {public: off, private: fixed, services: {orders: {private: together}}}}}}},
                        tenants: {acme: {name: Acme, applications: {web: {package: shop/gold, keys: {one: {value: a-key}}}}}},
                        throttling: {""" + STRATEGIES + "}")
                .keys()
                .all()
                .iterator()
                .next()
                .packageQuotas();

        assertThat(ofPackage.edge()).isNull();
        assertThat(Objects.requireNonNull(ofPackage.publicApis()).strategy()).isNull();
        assertThat(strategy(ofPackage.privateApis())).isEqualTo("fixed");
        QuotaRule whole = Objects.requireNonNull(ofPackage.privateApis());
        assertThat(whole.level()).isEqualTo("products.shop.packages.gold.throttling.private");
        assertThat(whole.counters()).as("of all services together").isEqualTo("fixed/fixed-window/10000");
        QuotaRule orders = Objects.requireNonNull(
                Objects.requireNonNull(ofPackage.services().get("orders")).privateApis());
        assertThat(orders.level()).isEqualTo("the entry of package shop/gold for orders");
        assertThat(orders.counters()).isEqualTo("together/concurrency/orders");
    }

    private static Quotas quotas(String levels) {
        return FlowText.compile("""
                services: {orders: {versions: {1: {hosts: [http://127.0.0.1:9001], requires: []}}},
                  stock: {versions: {1: {hosts: [http://127.0.0.1:9002], requires: []}}}},
                throttling: {""" + STRATEGIES + levels + "}").policy().quotas();
    }

    private static Strategy edge(String name) {
        QuotaRule edge = Objects.requireNonNull(quotas(", edge: " + name).edge());
        return Objects.requireNonNull(edge.strategy());
    }

    private static String strategy(@Nullable QuotaRule rule) {
        return Objects.requireNonNull(Objects.requireNonNull(rule).strategy()).name();
    }
}
