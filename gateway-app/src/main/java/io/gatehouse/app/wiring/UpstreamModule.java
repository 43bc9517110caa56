package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.domain.upstream.LoadBalancer;
import io.gatehouse.domain.upstream.Upstreams;

/** The run-time state of upstream hosts, and the choice among them. */
final class UpstreamModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(LoadBalancer.class).to(Upstreams.class);
    }

    @Provides
    @Singleton
    static Upstreams upstreams() {
        return new Upstreams();
    }
}
