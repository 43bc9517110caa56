package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.app.plugin.AdaptersInUse;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.Timer;
import io.gatehouse.domain.upstream.BalancingStrategy;
import io.gatehouse.domain.upstream.LoadBalancer;
import io.gatehouse.domain.upstream.Upstreams;
import io.gatehouse.plugin.ExtensionPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The run-time state of upstream hosts, and the choice among them. */
final class UpstreamModule extends AbstractModule {

    private static final Logger LOG = LoggerFactory.getLogger(Upstreams.class);

    @Override
    protected void configure() {
        bind(LoadBalancer.class).to(Upstreams.class);
    }

    @Provides
    @Singleton
    static Upstreams upstreams(AdaptersInUse adapters, GatewayClock clock, Timer timer) {
        return new Upstreams(
                adapters.named(ExtensionPoint.LOAD_BALANCING, BalancingStrategy.class),
                adapters.discoveries(),
                clock,
                timer,
                (culprit, defect) -> LOG.error("{} failed", culprit.getClass(), defect));
    }
}
