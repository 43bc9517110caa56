package io.gatehouse.throttle.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import io.gatehouse.configuration.Secret;
import io.gatehouse.domain.memory.HeapBudget;
import io.gatehouse.domain.quota.CounterStore;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.quota.SharedCounterSettings;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.mongodb.MongoConnections;
import io.gatehouse.plugin.AdapterModule;
import io.gatehouse.plugin.ExtensionPoint;
import io.gatehouse.throttle.memory.MemoryLedger;
import io.gatehouse.throttle.memory.MemoryThrottlingModule;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThrottlingModulesTest {

    @Test
    void memoryIsAWholeLedger() {
        var module = new MemoryThrottlingModule();

        QuotaLedger ledger = Guice.createInjector(module, new AbstractModule() {
                    @Override
                    protected void configure() {
                        bind(GatewayClock.class).toInstance(new SystemClock());
                        bind(HeapBudget.class).toInstance(HeapBudget.of(1L << 30));
                    }
                })
                .getInstance(QuotaLedger.class);
        assertThat(ledger).isInstanceOf(MemoryLedger.class);
        assertThat(ledger.heapShares()).hasSize(1);
        assertNamed(module, ExtensionPoint.QUOTA_LEDGER, "memory");
    }

    @Test
    void mongoIsAStoreThatNobodyCallsBeforeItCounts() {
        var module = new MongoThrottlingModule();
        var settings = new MongoThrottlingSettings(
                Secret.parse("mongodb://127.0.0.1:1"),
                "gateway",
                SharedCounterSettings.LedgerMode.EXACT,
                SharedCounterSettings.OutageMode.LOCAL_SHARE,
                Duration.ofMillis(50));
        try (var connections = new MongoConnections()) {
            CounterStore store = Guice.createInjector(module, new AbstractModule() {
                        @Override
                        protected void configure() {
                            bind(MongoThrottlingSettings.class).toInstance(settings);
                            bind(MongoConnections.class).toInstance(connections);
                        }
                    })
                    .getInstance(CounterStore.class);
            assertThat(store).isInstanceOf(MongoCounterStore.class);
        }
        assertNamed(module, ExtensionPoint.COUNTER_STORE, "mongo");
        assertThat(SharedCounterSettings.class).isAssignableFrom(module.settings());
    }

    private static void assertNamed(AdapterModule module, ExtensionPoint point, String name) {
        assertThat(module.point()).isEqualTo(point);
        assertThat(module.name()).isEqualTo(name);
    }
}
