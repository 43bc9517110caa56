package io.gatehouse.domain.gateway;

import io.gatehouse.domain.authorization.AuthorizeUser;
import io.gatehouse.domain.authorization.AuthorizeVersion;
import io.gatehouse.domain.authorization.CheckApiAccess;
import io.gatehouse.domain.authorization.CheckServiceAccess;
import io.gatehouse.domain.authorization.RequireKey;
import io.gatehouse.domain.authorization.RequireToken;
import io.gatehouse.domain.authorization.VerifyToken;
import io.gatehouse.domain.caller.CheckAddress;
import io.gatehouse.domain.caller.CheckCertificate;
import io.gatehouse.domain.caller.CheckCountry;
import io.gatehouse.domain.caller.CheckDevice;
import io.gatehouse.domain.caller.CheckTenantMaintenance;
import io.gatehouse.domain.caller.FindKey;
import io.gatehouse.domain.caller.ResolveTrustedClient;
import io.gatehouse.domain.intake.BanAddresses;
import io.gatehouse.domain.intake.CanonicaliseRequest;
import io.gatehouse.domain.intake.CheckGatewayMaintenance;
import io.gatehouse.domain.intake.HandlePreflight;
import io.gatehouse.domain.intake.IdentifyExchange;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.routing.ApplySourceRules;
import io.gatehouse.domain.routing.CheckMethod;
import io.gatehouse.domain.routing.CheckServiceMaintenance;
import io.gatehouse.domain.routing.ChooseHost;
import io.gatehouse.domain.routing.FindService;
import io.gatehouse.domain.routing.RecallResponse;
import io.gatehouse.domain.throttle.LimitTenantConcurrency;
import io.gatehouse.domain.throttle.ThrottleCaller;
import io.gatehouse.domain.throttle.ThrottleEdge;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The way of a request: every stage, in the order in which it is asked. */
public final class RequestStages {

    /** Parts of the way whose times are noted, by their last stage. */
    public static final Map<Class<? extends RequestStage>, String> GROUPS = Map.of(
            CheckGatewayMaintenance.class, "Intake",
            CheckMethod.class, "Routing",
            RequireToken.class, "Identification",
            CheckApiAccess.class, "Authorization",
            ThrottleCaller.class, "Throttling",
            ChooseHost.class, "Balancing");

    private RequestStages() {}

    /** The gateway's own stages, in order. */
    public static List<RequestStage> inOrder(StageInputs inputs) {
        return inOrder(inputs, PluggedStages.NONE);
    }

    /** The same with stages of plug-ins at their places. */
    public static List<RequestStage> inOrder(StageInputs inputs, PluggedStages plugged) {
        var verifyToken = new VerifyToken(inputs.tokens());
        return Stream.of(
                        List.of(
                                new IdentifyExchange(inputs.addresses(), inputs.clock()),
                                new CanonicaliseRequest(inputs.credentials()),
                                new BanAddresses(),
                                new ThrottleEdge(inputs.metering()),
                                new HandlePreflight(),
                                new CheckGatewayMaintenance(),
                                new FindService(),
                                new CheckServiceMaintenance(),
                                new CheckMethod()),
                        plugged.beforeKey(),
                        List.of(
                                new FindKey(inputs.environment(), inputs.clock()),
                                new CheckTenantMaintenance(),
                                new LimitTenantConcurrency(inputs.metering()),
                                new ResolveTrustedClient(),
                                new AuthorizeVersion(verifyToken),
                                new RequireKey(),
                                new CheckAddress(),
                                new CheckCountry(inputs.geo()),
                                new CheckDevice(inputs.devices()),
                                new CheckCertificate(),
                                verifyToken,
                                new AuthorizeUser(),
                                new RequireToken()),
                        plugged.afterCaller(),
                        List.of(new CheckServiceAccess(), new CheckApiAccess(), new ThrottleCaller(inputs.metering())),
                        plugged.beforeForwarding(),
                        List.of(new ApplySourceRules(), new RecallResponse(), new ChooseHost(inputs.upstreams())))
                .<RequestStage>flatMap(List::stream)
                .toList();
    }
}
