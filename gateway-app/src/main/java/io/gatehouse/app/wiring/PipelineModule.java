package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.explain.Explainer;
import io.gatehouse.app.explain.PastExplainer;
import io.gatehouse.app.explain.RequestExplainer;
import io.gatehouse.app.registry.RegistryGenerations;
import io.gatehouse.domain.device.DeviceParser;
import io.gatehouse.domain.gateway.PluggedStages;
import io.gatehouse.domain.gateway.Reauthorization;
import io.gatehouse.domain.gateway.RequestStages;
import io.gatehouse.domain.gateway.StageInputs;
import io.gatehouse.domain.geo.GeoDatabase;
import io.gatehouse.domain.identity.TokenVerifier;
import io.gatehouse.domain.pipeline.StageRunner;
import io.gatehouse.domain.quota.ThrottlingServices;
import io.gatehouse.domain.request.ClientAddresses;
import io.gatehouse.domain.request.CredentialNames;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.upstream.LoadBalancer;
import io.gatehouse.domain.upstream.Upstreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of a request, and the explanation of it. */
final class PipelineModule extends AbstractModule {

    private static final Logger LOG = LoggerFactory.getLogger(StageRunner.class);

    /** The one assembly of what stages need: requests are decided and explained with the same. */
    @Provides
    @Singleton
    static StageInputs inputs(
            ClientAddresses addresses,
            GeoDatabase geo,
            DeviceParser devices,
            CredentialNames credentials,
            GatewayConfiguration configuration,
            TokenVerifier tokens,
            ThrottlingServices metering,
            LoadBalancer upstreams,
            GatewayClock clock) {
        return new StageInputs(
                addresses, geo, devices, credentials, configuration.environment(), tokens, metering, upstreams, clock);
    }

    @Provides
    @Singleton
    static StageRunner stages(StageInputs inputs, PluggedStages plugged) {
        return new StageRunner(
                RequestStages.inOrder(inputs, plugged),
                RequestStages.GROUPS,
                (stage, defect) ->
                        LOG.error("The stage {} failed", stage.getClass().getSimpleName(), defect));
    }

    @Provides
    @Singleton
    static Reauthorization reauthorization(StageInputs inputs) {
        return new Reauthorization(inputs.environment(), inputs.clock());
    }

    @Provides
    @Singleton
    static RequestExplainer explainer(
            GatewayConfiguration configuration, StageInputs inputs, PluggedStages plugged, Upstreams upstreams) {
        return new RequestExplainer(
                new Explainer(inputs, plugged, upstreams),
                inputs.credentials(),
                SettingsModule.headLimits(configuration.limits()),
                configuration.limits().maxBodySize().bytes());
    }

    @Provides
    @Singleton
    static PastExplainer past(
            RegistryGenerations generations,
            GatewayConfiguration configuration,
            StageInputs inputs,
            PluggedStages plugged,
            Upstreams upstreams) {
        return new PastExplainer(
                generations,
                millis -> explainer(configuration, inputs.at(new FixedClock(millis)), plugged, upstreams),
                inputs.credentials().keyHeaders());
    }

    /** It is always then. */
    private record FixedClock(long epochMillis) implements GatewayClock {

        @Override
        public long nanoTime() {
            return 0;
        }
    }
}
