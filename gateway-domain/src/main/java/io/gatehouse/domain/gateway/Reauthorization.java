package io.gatehouse.domain.gateway;

import io.gatehouse.domain.authorization.AuthorizeUser;
import io.gatehouse.domain.authorization.AuthorizeVersion;
import io.gatehouse.domain.authorization.CheckApiAccess;
import io.gatehouse.domain.authorization.CheckServiceAccess;
import io.gatehouse.domain.authorization.RequireKey;
import io.gatehouse.domain.authorization.RequireToken;
import io.gatehouse.domain.caller.CheckAddress;
import io.gatehouse.domain.caller.CheckCertificate;
import io.gatehouse.domain.caller.FindKey;
import io.gatehouse.domain.caller.ResolveTrustedClient;
import io.gatehouse.domain.intake.BanAddresses;
import io.gatehouse.domain.pipeline.Caller;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.RouteMatch;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.domain.tenancy.Application;
import io.gatehouse.domain.time.GatewayClock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an exchange that was let through may run on under another snapshot of the registry.
 *
 * <p>It may as long as its request would still be granted: its address is not banned, its key is the same application's and
 * good, its service and the version that it goes to are deployed and granted to it. Maintenance lets what runs run on.
 * Country, device, token and throttling are not asked again: they were about the moment at which the request came.
 * Neither is anything of a service that keeps its exchanges open, as long as there is that service.
 *
 * <p>Pure but for the clock: takes no permit, looks nothing up outside, never blocks. Safe for concurrent use.
 */
public final class Reauthorization {

    private final List<RequestStage> stages;

    /** Accepts keys that are valid in this environment. */
    public Reauthorization(String environment, GatewayClock clock) {
        stages = List.of(
                new BanAddresses(),
                new FindKey(environment, clock),
                new ResolveTrustedClient(),
                new AuthorizeVersion(Decision::proceed),
                new RequireKey(),
                new CheckAddress(),
                new CheckCertificate(),
                new AuthorizeUser(),
                new RequireToken(),
                new CheckServiceAccess(),
                new CheckApiAccess());
    }

    /** A {@link Decision.Continue} with the state under the snapshot of now, or a {@link Decision.Reject}. */
    public Decision decide(RequestState begun, Snapshot now) {
        Service service = now.services().named(begun.route().service().name());
        if (service == null) {
            return Decision.reject(Refusal.of(Rejection.SERVICE_UNKNOWN));
        }
        RequestState state = under(now, begun, service);
        if (service.keepOpen()) {
            return Decision.proceed(state.with(begun.version(), begun.rule()).with(begun.caller()));
        }
        for (RequestStage stage : stages) {
            Decision decision = stage.decide(state);
            if (!(decision instanceof Decision.Continue next)) {
                return decision;
            }
            state = next.state();
        }
        return isSomebodyElses(state.caller().key(), begun.caller().key())
                ? Decision.reject(Refusal.of(Rejection.KEY_UNKNOWN))
                : Decision.proceed(state);
    }

    /** The same request, of whose caller nothing is known yet but the user; it asks for the version that it goes to. */
    private static RequestState under(Snapshot now, RequestState begun, Service service) {
        RouteMatch route = begun.route();
        Caller caller = begun.caller();
        RequestState state = RequestState.begin(begun.incoming(), now, begun.permits())
                .with(begun.exchange())
                .with(begun.request())
                .with(route.in(service, begun.version().key().version()))
                .with(new Caller(null, Caller.ANYBODY.skips(), caller.place(), caller.device(), caller.user()))
                .with(begun.throttled())
                .with(begun.hostPermit());
        begun.observed().forEach(state::with);
        return state;
    }

    /** Whether the text of a key has come to stand for another application than the one that was let through with it. */
    private static boolean isSomebodyElses(@Nullable ApiKey now, @Nullable ApiKey before) {
        return now != null && before != null && !isSame(now.application(), before.application());
    }

    private static boolean isSame(Application one, Application other) {
        return one.name().equals(other.name())
                && one.tenant().name().equals(other.tenant().name());
    }
}
