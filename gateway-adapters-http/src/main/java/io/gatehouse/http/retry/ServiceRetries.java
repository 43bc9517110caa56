package io.gatehouse.http.retry;

import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.time.GatewayClock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the retries of each service go by at run time; it outlives reloads. Safe for concurrent use. */
public final class ServiceRetries {

    private final Map<String, Measured> services = new ConcurrentHashMap<>();
    private final GatewayClock clock;

    public ServiceRetries(GatewayClock clock) {
        this.clock = clock;
    }

    /** What is counted and measured of one service. */
    public record Measured(RetryBudget budget, TailLatency latency) {}

    /** Of the service with this name, for as long as there is one. */
    public Measured of(String service) {
        Measured known = services.get(service);
        return known != null
                ? known
                : services.computeIfAbsent(
                        service, name -> new Measured(new RetryBudget(), new TailLatency(clock.nanoTime())));
    }

    /** Drops what no service of these needs. */
    public void retain(Services named) {
        services.keySet()
                .retainAll(named.all().stream().map(service -> service.name()).toList());
    }
}
