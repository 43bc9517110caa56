package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.app.lifecycle.BackgroundWork;
import io.gatehouse.app.lifecycle.GatewayLifecycle;
import io.gatehouse.app.lifecycle.ReadinessSwitch;
import io.gatehouse.app.registry.KeyExpiryWatch;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.Timer;
import org.slf4j.LoggerFactory;

/** The order in which everything is started and stopped. */
final class LifecycleModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(ReadinessSwitch.class).in(Singleton.class);
        bind(BackgroundWork.class).in(Singleton.class);
        bind(GatewayLifecycle.class).in(Singleton.class);
    }

    @Provides
    @Singleton
    static KeyExpiryWatch expiry(LiveRegistry live, GatewayClock clock, Timer timer) {
        return new KeyExpiryWatch(live, clock, timer, LoggerFactory.getLogger(KeyExpiryWatch.class)::warn);
    }
}
