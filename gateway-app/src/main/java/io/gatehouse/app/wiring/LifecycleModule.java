package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;
import io.gatehouse.app.lifecycle.BackgroundWork;
import io.gatehouse.app.lifecycle.GatewayLifecycle;
import io.gatehouse.app.lifecycle.ReadinessSwitch;
import io.gatehouse.app.lifecycle.RegistryActivation;

/** The order in which everything is started and stopped. */
final class LifecycleModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(ReadinessSwitch.class).in(Singleton.class);
        bind(RegistryActivation.class).in(Singleton.class);
        bind(BackgroundWork.class).in(Singleton.class);
        bind(GatewayLifecycle.class).in(Singleton.class);
    }
}
