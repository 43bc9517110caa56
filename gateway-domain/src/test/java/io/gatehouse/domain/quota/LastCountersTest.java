package io.gatehouse.domain.quota;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LastCountersTest {

    private final LastCounters counters = new LastCounters();

    @Test
    void findsTheLastTwoByTheirQuotas() {
        assertThat(counters.of("requests")).isNull();
        CounterKey requests = counters.set(new CounterKey("requests", "acme", null));
        CounterKey places = counters.set(new CounterKey("in-flight", "acme", null));

        assertThat(counters.of("requests")).isSameAs(requests);
        assertThat(counters.of("in-flight")).isSameAs(places);

        CounterKey others = counters.set(new CounterKey("others", "acme", null));

        assertThat(counters.of("others")).isSameAs(others);
        assertThat(counters.of("in-flight")).isSameAs(places);
        assertThat(counters.of("requests")).isNull();
    }
}
