package io.gatehouse.discovery.swarm;

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
import java.nio.file.Path;

/** The adapter {@code discovery.swarm}: hosts by services of a Docker Swarm. */
public final class SwarmModule extends AdapterModule {

    public SwarmModule() {
        super("swarm", SwarmSettings.class, SwarmHosts.class);
    }

    @Override
    public void check(Record settings, ConfigPath place) {
        Authorities.check(((SwarmSettings) settings).ca(), place);
    }

    @Provides
    @Singleton
    static HostDiscovery discovery(SwarmSettings settings, GatewayClock clock, Timer timer) {
        var threads = new DiscoveryThreads("swarm");
        var client = new ApiClient(settings.api().uri(), Authorities.file(settings.ca()), threads);
        Engine engine = settings.api().isSocket()
                ? new SocketEngine(Path.of(settings.api().uri().getPath()), timer, threads)
                : client::get;
        var poller = new SwarmPoller(engine, settings, clock, timer, threads);
        return new WatchedSource(question -> poller.query((SwarmHosts) question), client::close, timer, threads);
    }
}
