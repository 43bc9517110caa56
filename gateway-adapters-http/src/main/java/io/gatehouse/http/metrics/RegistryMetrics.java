package io.gatehouse.http.metrics;

import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.registry.ReloadFailure;
import io.gatehouse.domain.registry.ReloadResult;
import io.gatehouse.domain.tenancy.ApiKeys;
import io.gatehouse.domain.time.GatewayClock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What is being served of the gateway's registry, how loading it goes, and which of its keys end; asked at each scrape. */
final class RegistryMetrics {

    private static final double MILLIS_A_SECOND = 1000;

    private RegistryMetrics() {}

    static void register(LiveRegistry live, GatewayClock now, MeterRegistry registry) {
        registerKeys(live, now, registry);
        Gauge.builder(MetricNames.REGISTRY_REVISION, () -> live.current().revision())
                .description("The registry's snapshot that is being served, counted from 1")
                .register(registry);
        Gauge.builder(MetricNames.REGISTRY_PROBLEMS, () -> problems(live))
                .description("Problems that keep the gateway from serving what the registry's source holds now")
                .register(registry);
        Gauge.builder(MetricNames.REGISTRY_LOADED, () -> live.current().loadedMillis() / MILLIS_A_SECOND)
                .description("When the snapshot that is being served was made, since the epoch")
                .baseUnit("seconds")
                .register(registry);
        for (ReloadResult result : ReloadResult.values()) {
            FunctionCounter.builder(
                            MetricNames.REGISTRY_RELOADS,
                            live,
                            asked -> asked.state().attempts(result))
                    .description("Attempts to load the registry by what became of them")
                    .tag("result", result.word())
                    .register(registry);
        }
    }

    private static int problems(LiveRegistry live) {
        ReloadFailure failure = live.state().failure();
        return failure == null ? 0 : failure.total();
    }

    private static void registerKeys(LiveRegistry live, GatewayClock now, MeterRegistry registry) {
        Gauge.builder(
                        MetricNames.KEYS_EXPIRING,
                        () -> live.current()
                                .keys()
                                .endingWithin(ApiKeys.WARNED_AHEAD, now.epochMillis())
                                .size())
                .description("Keys in use that expire within 14 days")
                .register(registry);
        Gauge.builder(
                        MetricNames.KEYS_EXPIRED,
                        () -> live.current().keys().ended(now.epochMillis()).size())
                .description("Keys that have expired and are still in the registry, not revoked")
                .register(registry);
    }
}
