package io.gatehouse.http;

import io.gatehouse.domain.address.AddressRange;
import io.gatehouse.domain.intake.CanonicaliseRequest;
import io.gatehouse.domain.intake.IdentifyExchange;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.request.ClientAddresses;
import io.gatehouse.domain.request.CredentialNames;
import io.gatehouse.domain.request.ForwardedHeader;
import io.gatehouse.domain.routing.ChooseHost;
import io.gatehouse.domain.routing.FindService;
import io.gatehouse.domain.routing.RecallResponse;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.upstream.LoadBalancer;
import java.util.ArrayList;
import java.util.List;

/** The few stages that forwarding needs: who, what, where to. */
final class TestStages {

    private TestStages() {}

    static List<RequestStage> of(
            GatewayClock clock,
            LoadBalancer upstreams,
            List<AddressRange> trusted,
            CredentialNames credentials,
            List<RequestStage> more) {
        var stages = new ArrayList<RequestStage>();
        stages.add(new IdentifyExchange(new ClientAddresses(trusted, ForwardedHeader.X_FORWARDED_FOR), clock));
        stages.add(new CanonicaliseRequest(credentials));
        stages.add(new FindService());
        stages.add(state -> Decision.proceed(state.with(state.route().service().newest(), null)));
        stages.addAll(more);
        stages.add(new RecallResponse());
        stages.add(new ChooseHost(upstreams));
        return stages;
    }
}
