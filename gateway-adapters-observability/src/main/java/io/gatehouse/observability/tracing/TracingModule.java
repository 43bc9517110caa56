package io.gatehouse.observability.tracing;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.traffic.TrafficListener;
import io.gatehouse.plugin.AdapterModule;
import io.gatehouse.plugin.ExtensionPoint;
import io.micrometer.core.instrument.MeterRegistry;

/** The adapter {@code tracing}: spans of exchanges go to a collector. Nothing of OpenTelemetry is loaded unless it is in use. */
public final class TracingModule extends AdapterModule {

    public TracingModule() {
        super(ExtensionPoint.TRAFFIC_LISTENER, TracingSettings.ADAPTER, TracingSettings.class);
    }

    @Provides
    @Singleton
    static TrafficListener traces(TracingSettings settings, GatewayClock clock, MeterRegistry meters) {
        return SpanExport.to(settings, clock, meters);
    }
}
