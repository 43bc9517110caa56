package io.gatehouse.discovery.dns;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.discovery.watch.DiscoveryThreads;
import io.gatehouse.discovery.watch.HostQuery;
import io.gatehouse.discovery.watch.WatchedSource;
import io.gatehouse.domain.time.Timer;
import io.gatehouse.domain.upstream.HostDiscovery;
import io.gatehouse.plugin.AdapterModule;
import java.util.Map;

/** The adapter {@code discovery.dns}: hosts by names, asked for by {@code dns} or {@code srv}. */
public final class DnsModule extends AdapterModule {

    public DnsModule() {
        super("dns", DnsSettings.class, Map.of("dns", DnsHosts.class, "srv", SrvHosts.class));
    }

    @Provides
    @Singleton
    static HostDiscovery discovery(DnsSettings settings, Timer timer) {
        var threads = new DiscoveryThreads("dns");
        var client = new DnsClient(settings, threads);
        return new WatchedSource(question -> query(question, client, settings), () -> {}, timer, threads);
    }

    private static HostQuery query(Record question, DnsClient client, DnsSettings settings) {
        return question instanceof SrvHosts service
                ? new DnsQuery(client, settings, service)
                : new DnsQuery(client, settings, (DnsHosts) question);
    }
}
