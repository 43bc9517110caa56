package io.gatehouse.discovery.kubernetes;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.configuration.ConfigPath;
import io.gatehouse.discovery.api.Authorities;
import io.gatehouse.discovery.watch.DiscoveryThreads;
import io.gatehouse.discovery.watch.WatchedSource;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.Timer;
import io.gatehouse.domain.upstream.HostDiscovery;
import io.gatehouse.plugin.AdapterModule;
import io.gatehouse.plugin.ProcessEnvironment;
import java.nio.file.Path;
import java.util.Map;

/** The adapter {@code discovery.kubernetes}: hosts by Services. */
public final class KubernetesModule extends AdapterModule {

    public KubernetesModule() {
        super(
                "kubernetes",
                KubernetesSettings.class,
                Map.of("kubernetes", KubernetesHosts.class, "kubernetes-service", ClusterServiceHosts.class));
    }

    @Override
    public void check(Record settings, ConfigPath place) {
        Authorities.check(((KubernetesSettings) settings).ca(), place);
    }

    @Provides
    @Singleton
    static HostDiscovery discovery(
            KubernetesSettings settings, ProcessEnvironment process, GatewayClock clock, Timer timer) {
        return discovery(settings, process, Cluster.SERVICE_ACCOUNT, clock, timer);
    }

    static WatchedSource discovery(
            KubernetesSettings settings, ProcessEnvironment process, Path account, GatewayClock clock, Timer timer) {
        var threads = new DiscoveryThreads("kubernetes");
        var cluster = new Cluster(settings, process.variables(), account, threads);
        return new WatchedSource(
                question -> new KubernetesQuery(cluster, clock, (KubernetesQuestion) question),
                cluster::close,
                timer,
                threads);
    }
}
