package io.example.traffic;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.configuration.ConfigPath;
import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Range;
import io.gatehouse.configuration.Secret;
import io.gatehouse.configuration.Size;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.traffic.TrafficListener;
import io.gatehouse.plugin.AdapterModule;
import io.gatehouse.plugin.AdapterSupport;
import io.gatehouse.plugin.ExtensionPoint;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The adapter of {@code traffic-listeners.batches}. */
public final class TrafficBatchesModule extends AdapterModule {

    /** What stands in {@code traffic-listeners.batches}. */
    @Described("Posts every exchange over HTTP, in batches of JSON lines.")
    public record Settings(
            @Described("Where batches are posted.") URI url,
            @Described("Sent as a bearer token.") @Nullable Secret token,

            @Described("Exchanges in a batch.") @Default("500") @Range(min = 1, max = 100_000)
            int batchSize,

            @Described("How long an exchange waits for its batch to fill.") @Default("1s")
            Duration interval,

            @Described("What may wait to be posted; what comes beyond is dropped and counted.") @Default("8MB")
            Size queue,

            @Described("How long a batch may take, and the last ones together when the gateway ends.") @Default("5s")
            Duration timeout) {}

    public TrafficBatchesModule() {
        super(ExtensionPoint.TRAFFIC_LISTENER, "batches", Settings.class);
    }

    @Override
    public void check(Record settings, ConfigPath place) {
        URI url = ((Settings) settings).url();
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!http || url.getHost() == null || url.getUserInfo() != null) {
            // Not repeated: somebody may have written a password into it.
            place.key("url", place.origin())
                    .refuse(place.origin(), "this URL", "http:// or https://, a host and a path, without a user");
        }
    }

    @Provides
    @Singleton
    static TrafficBatches batches(Settings settings, GatewayClock clock, MeterRegistry meters) {
        var batches = new TrafficBatches(settings, clock);
        batches.bindTo(meters);
        return batches;
    }

    @Provides
    static TrafficListener listener(TrafficBatches batches) {
        return batches;
    }

    /** Begins to post when the gateway begins to serve. */
    @Provides
    static AdapterSupport support(TrafficBatches batches) {
        return batches;
    }
}
