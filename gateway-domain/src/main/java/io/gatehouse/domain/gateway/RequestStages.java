package io.gatehouse.domain.gateway;

import io.gatehouse.domain.intake.CanonicaliseRequest;
import io.gatehouse.domain.intake.IdentifyExchange;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.request.ClientAddresses;
import io.gatehouse.domain.routing.CheckMethod;
import io.gatehouse.domain.routing.ChooseHost;
import io.gatehouse.domain.routing.FindService;
import io.gatehouse.domain.routing.SettleVersion;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.upstream.UpstreamChoice;
import java.util.List;

/** The way of a request: every stage, in the order in which it is asked. */
public final class RequestStages {

    private RequestStages() {}

    /** The stages, in order. */
    public static List<RequestStage> inOrder(ClientAddresses addresses, GatewayClock clock, UpstreamChoice upstreams) {
        return List.of(
                new IdentifyExchange(addresses, clock),
                new CanonicaliseRequest(),
                new FindService(),
                new CheckMethod(),
                new SettleVersion(),
                new ChooseHost(upstreams));
    }
}
