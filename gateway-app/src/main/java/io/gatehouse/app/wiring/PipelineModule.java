package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.domain.device.DeviceParser;
import io.gatehouse.domain.gateway.RequestStages;
import io.gatehouse.domain.gateway.StageInputs;
import io.gatehouse.domain.geo.GeoDatabase;
import io.gatehouse.domain.identity.TokenVerifier;
import io.gatehouse.domain.pipeline.StageRunner;
import io.gatehouse.domain.request.ClientAddresses;
import io.gatehouse.domain.request.CredentialNames;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.upstream.UpstreamChoice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of a request. */
final class PipelineModule extends AbstractModule {

    private static final Logger LOG = LoggerFactory.getLogger(StageRunner.class);

    @Provides
    @Singleton
    static StageRunner stages(
            ClientAddresses addresses,
            CredentialNames credentials,
            GatewayConfiguration configuration,
            GatewayClock clock,
            UpstreamChoice upstreams) {
        var inputs = new StageInputs(
                addresses,
                credentials,
                configuration.environment(),
                clock,
                GeoDatabase.NONE,
                DeviceParser.NONE,
                TokenVerifier.NONE,
                upstreams);
        return new StageRunner(
                RequestStages.inOrder(inputs),
                (stage, defect) ->
                        LOG.error("The stage {} failed", stage.getClass().getSimpleName(), defect));
    }
}
