package io.gatehouse.app.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.access.Acl;
import io.gatehouse.domain.policy.GatewayPolicy;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.domain.tenancy.ApiKeys;
import io.gatehouse.domain.tenancy.TestKeys;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.domain.time.ManualTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyExpiryWatchTest {

    private static final Duration DAY = Duration.ofDays(1);

    private final ManualClock clock = new ManualClock();
    private final ManualTimer timer = new ManualTimer();
    private final List<String> warnings = new ArrayList<>();
    private final LiveRegistry live = new LiveRegistry(snapshot(List.of()));
    private final KeyExpiryWatch watch = new KeyExpiryWatch(live, clock, timer, warnings::add);

    @Test
    void namesKeyTenantApplicationAndDate() {
        serve(ending("web", 10));

        assertThat(warnings)
                .containsExactly("key acme/storefront/web of tenant acme, application storefront, expires: "
                        + "2025-01-11T00:00:00Z");
    }

    @Test
    void warnsFromFourteenDaysAheadOnceADay() {
        serve(ending("web", 15));
        assertThat(warnings).isEmpty();

        passDays(1);
        assertThat(warnings).hasSize(1);
        passDays(1);
        assertThat(warnings).hasSize(2).allMatch(line -> line.contains("expires: 2025-01-16"));
    }

    @Test
    void tellsWhatHasExpired() {
        serve(ending("web", 1));
        passDays(1);

        assertThat(warnings).hasSize(2);
        assertThat(warnings.get(1)).contains("acme/storefront/web").endsWith("has expired: 2025-01-02T00:00:00Z");
    }

    @Test
    void looksAtTheKeysThatAreServedNow() {
        serve(ending("web", 3));
        serve();
        warnings.clear();
        passDays(1);

        assertThat(warnings).isEmpty();
    }

    @Test
    void warnsOnceADayHoweverOftenTheRegistryChanges() {
        serve(ending("web", 9));
        serve(ending("web", 9));
        warnings.clear();
        passDays(1);

        assertThat(warnings).hasSize(1);
        assertThat(timer.waiting()).containsExactly(DAY);
    }

    @Test
    void namesNoMoreThanTwentyAndTellsHowManyMore() {
        serve(IntStream.range(0, 33).mapToObj(i -> ending("key-" + i, 5)).toArray(ApiKey[]::new));

        assertThat(warnings).hasSize(21);
        assertThat(warnings.get(20)).isEqualTo("13 more keys expire within 14 days");
    }

    private void passDays(int days) {
        for (int i = 0; i < days; i++) {
            clock.advance(DAY);
            timer.advance(DAY);
        }
    }

    private void serve(ApiKey... keys) {
        live.publish(live.state().loaded(snapshot(List.of(keys)), "", List.of(), ""));
        watch.activated();
        timer.advance(Duration.ZERO);
    }

    private static ApiKey ending(String name, int days) {
        long end = ManualClock.START_MILLIS + DAY.multipliedBy(days).toMillis();
        return TestKeys.limited(TestKeys.key(name, Acl.NOTHING), null, end, false);
    }

    private static Snapshot snapshot(List<ApiKey> keys) {
        return TestServices.snapshot(1, new Services(List.of(), List.of()), new ApiKeys(keys), GatewayPolicy.NONE);
    }
}
