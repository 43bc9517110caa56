package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.sun.management.OperatingSystemMXBean;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.configuration.TrafficLogConfiguration;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.upstream.Upstreams;
import io.gatehouse.observability.api.DashboardApi;
import io.gatehouse.observability.grouping.ExchangeGroups;
import io.gatehouse.observability.tally.TrafficTallies.Saturation;
import io.gatehouse.observability.trafficlog.TrafficLog;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** What looks at traffic for the dashboard; nothing does where there is no dashboard. */
final class DashboardModule extends AbstractModule {

    /** The log takes this part of the heap at most. */
    private static final int PART_OF_HEAP = 16;

    /** How many requests are being processed; known once there is a server. */
    static final class InFlightNow {
        private volatile IntSupplier count = () -> 0;

        void from(IntSupplier known) {
            count = known;
        }
    }

    @Provides
    @Singleton
    static InFlightNow inFlight() {
        return new InFlightNow();
    }

    static boolean isOn(GatewayConfiguration configuration) {
        return configuration.admin().address() != null && configuration.admin().dashboard();
    }

    @Provides
    @Singleton
    static Optional<TrafficLog> log(GatewayConfiguration configuration) {
        TrafficLogConfiguration settings = configuration.trafficLog();
        if (settings == null || !isOn(configuration)) {
            return Optional.empty();
        }
        long most = Math.min(settings.maxSize().bytes(), Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
        return Optional.of(new TrafficLog(settings.keep(), most, settings.slow().toNanos()));
    }

    @Provides
    @Singleton
    static Optional<DashboardApi> api(
            GatewayConfiguration configuration,
            Optional<TrafficLog> log,
            ExchangeGroups groups,
            LiveRegistry live,
            Upstreams upstreams,
            GatewayClock clock,
            InFlightNow inFlight) {
        if (!isOn(configuration)) {
            return Optional.empty();
        }
        var api = new DashboardApi(log.orElse(null), groups, live, clock, () -> saturation(inFlight, configuration));
        api.listenTo(upstreams);
        return Optional.of(api);
    }

    private static Saturation saturation(InFlightNow inFlight, GatewayConfiguration configuration) {
        Runtime heap = Runtime.getRuntime();
        return new Saturation(
                inFlight.count.getAsInt(),
                (long) configuration.limits().maxInFlight(),
                heap.totalMemory() - heap.freeMemory(),
                heap.maxMemory(),
                cpu());
    }

    private static @Nullable Double cpu() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        double load = system == null ? -1 : system.getProcessCpuLoad();
        return load < 0 ? null : Math.min(1, load);
    }
}
