package io.gatehouse.discovery.consul;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.configuration.ConfigPath;
import io.gatehouse.discovery.api.ApiClient;
import io.gatehouse.discovery.api.Authorities;
import io.gatehouse.discovery.watch.DiscoveryThreads;
import io.gatehouse.discovery.watch.WatchedSource;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.Timer;
import io.gatehouse.domain.upstream.HostDiscovery;
import io.gatehouse.plugin.AdapterModule;

/** The adapter {@code discovery.consul}: hosts by services of Consul. */
public final class ConsulModule extends AdapterModule {

    public ConsulModule() {
        super("consul", ConsulSettings.class, ConsulHosts.class);
    }

    @Override
    public void check(Record settings, ConfigPath place) {
        Authorities.check(((ConsulSettings) settings).ca(), place);
    }

    @Provides
    @Singleton
    static HostDiscovery discovery(ConsulSettings settings, GatewayClock clock, Timer timer) {
        var threads = new DiscoveryThreads("consul");
        var client = new ApiClient(settings.api(), Authorities.file(settings.ca()), threads);
        return new WatchedSource(
                question -> new ConsulQuery(client, settings, clock, (ConsulHosts) question),
                client::close,
                timer,
                threads);
    }
}
