package io.gatehouse.domain.pipeline;

import io.gatehouse.domain.access.AccessRule;
import io.gatehouse.domain.observation.Observation;
import io.gatehouse.domain.observation.ObservedCheck;
import io.gatehouse.domain.observation.WouldRefuse;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.request.CanonicalRequest;
import io.gatehouse.domain.request.IncomingRequest;
import io.gatehouse.domain.request.RequestInfo;
import io.gatehouse.domain.service.RouteMatch;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.upstream.BalancedRequest;
import io.gatehouse.domain.upstream.HostPermit;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a request so far: a handful of values, each set by the stage that finds it out.
 *
 * <p>One for each request, used by one thread at a time; a stage that hands work to another thread does nothing with it
 * until that work is done. Reading a part before the stage that sets it has run is a defect in the order of the stages and
 * throws {@link IllegalStateException}.
 */
public final class RequestState implements BalancedRequest, Decision.Continue {

    private final IncomingRequest incoming;
    private final Snapshot snapshot;
    private final DecisionTrace trace;
    private final Permits permits;
    private @Nullable RequestInfo exchange;
    private @Nullable CanonicalRequest request;
    private @Nullable RouteMatch route;
    private @Nullable ServiceVersion version;
    private @Nullable AccessRule rule;
    private @Nullable HostPermit host;
    private Caller caller = Caller.ANYBODY;
    private Throttled throttled = Throttled.NOT_YET;
    private List<WouldRefuse> observed = List.of();
    private StageTimes times = StageTimes.NONE;

    private RequestState(IncomingRequest incoming, Snapshot snapshot, Permits permits, DecisionTrace trace) {
        this.incoming = incoming;
        this.snapshot = snapshot;
        this.permits = permits;
        this.trace = trace;
    }

    /** A request of which nothing has been found out yet. */
    public static RequestState begin(IncomingRequest incoming, Snapshot snapshot, Permits permits) {
        return begin(incoming, snapshot, permits, DecisionTrace.NONE);
    }

    /** The same, with somebody who wants to know what is compared. */
    public static RequestState begin(
            IncomingRequest incoming, Snapshot snapshot, Permits permits, DecisionTrace trace) {
        return new RequestState(incoming, snapshot, permits, trace);
    }

    /** The same but for its host, for another exchange, which holds these permits. */
    public RequestState of(Permits other) {
        var twin = new RequestState(incoming, snapshot, other, trace);
        twin.exchange = exchange;
        twin.request = request;
        twin.route = route;
        twin.version = version;
        twin.rule = rule;
        twin.caller = caller;
        twin.throttled = throttled;
        twin.observed = List.copyOf(observed);
        return twin;
    }

    /** The request as it came in. */
    public IncomingRequest incoming() {
        return incoming;
    }

    /** The registry that this request is judged by, from beginning to end. */
    public Snapshot snapshot() {
        return snapshot;
    }

    /** Where stages write down what they compared. */
    public DecisionTrace trace() {
        return trace;
    }

    /** When stages began and ended; {@link StageTimes#NONE} unless that is to be noted. */
    public StageTimes times() {
        return times;
    }

    /** The stage at this place of the walk waits from now on, or does something elsewhere. */
    void waits(StageTimes.Names ofWalk, int at) {
        times = times.own(exchange);
        times.waits(ofWalk, at);
    }

    /** What the exchange holds until it ends. */
    public Permits permits() {
        return permits;
    }

    /** Who and when; null before it is identified. */
    public @Nullable RequestInfo knownExchange() {
        return exchange;
    }

    /** The canonical request; null before it is made. */
    public @Nullable CanonicalRequest knownRequest() {
        return request;
    }

    /** What the path means; null before routing. */
    public @Nullable RouteMatch knownRoute() {
        return route;
    }

    /** The version to forward to; null before it is settled. */
    public @Nullable ServiceVersion knownVersion() {
        return version;
    }

    /** The permit for the host to forward to; null before one is chosen. */
    public @Nullable HostPermit knownHost() {
        return host;
    }

    /** Who calls, as far as it has been found out. */
    public Caller caller() {
        return caller;
    }

    /** The access rule that the call falls under; null if it falls under none. */
    public @Nullable AccessRule rule() {
        return rule;
    }

    /** What throttling has found out. */
    public Throttled throttled() {
        return throttled;
    }

    /** What would have been refused by checks that are only watched, in the order of the stages; empty for most. */
    public List<WouldRefuse> observed() {
        return observed;
    }

    /** Who says that a check is only watched for this request: the gateway, the service, the key or its package; null if nobody does. */
    public @Nullable Observation observing(ObservedCheck check) {
        Observation gateway = snapshot.policy().observation();
        if (Observation.covers(gateway, check)) {
            return gateway;
        }
        Observation service = route == null ? null : route.service().observation();
        if (Observation.covers(service, check)) {
            return service;
        }
        Observation key = caller.key() == null ? null : caller.key().observation();
        return Observation.covers(key, check) ? key : null;
    }

    @Override
    public RequestState state() {
        return this;
    }

    /** Who and when. */
    public RequestInfo exchange() {
        return set(exchange, "exchange");
    }

    /** The canonical request. */
    public CanonicalRequest request() {
        return set(request, "request");
    }

    /** What the path means. */
    public RouteMatch route() {
        return set(route, "route");
    }

    /** The version to forward to. */
    public ServiceVersion version() {
        return set(version, "version");
    }

    /** The permit for the host to forward to. */
    public HostPermit hostPermit() {
        return set(host, "host");
    }

    @Override
    public String method() {
        return request().method();
    }

    @Override
    public String apiPath() {
        return route().apiPath();
    }

    @Override
    public InetAddress clientAddress() {
        return exchange().client();
    }

    @Override
    public @Nullable String header(String name) {
        return request().headers().first(name);
    }

    @Override
    public @Nullable String cookie(String name) {
        for (String line : request().headers().all("Cookie")) {
            for (int at = 0; at < line.length(); ) {
                int semicolon = line.indexOf(';', at);
                int end = semicolon < 0 ? line.length() : semicolon;
                int equals = line.indexOf('=', at);
                if (equals >= 0
                        && equals < end
                        && line.substring(at, equals).trim().equals(name)) {
                    return line.substring(equals + 1, end).trim();
                }
                at = end + 1;
            }
        }
        return null;
    }

    @Override
    public String tenant() {
        return caller.tenant();
    }

    @Override
    public @Nullable String keyName() {
        return caller.key() == null ? null : caller.key().id();
    }

    @Override
    public @Nullable String userId() {
        return caller.user() == null ? null : caller.user().id();
    }

    /** This state with somebody who wants to know when stages begin and end. */
    public RequestState timedBy(StageTimes noted) {
        times = noted;
        return this;
    }

    /** This state with the exchange identified. */
    public RequestState with(RequestInfo found) {
        exchange = found;
        return this;
    }

    /** This state with the canonical request. */
    public RequestState with(CanonicalRequest found) {
        request = found;
        return this;
    }

    /** This state with the route found. */
    public RequestState with(RouteMatch found) {
        route = found;
        return this;
    }

    /** This state with the version settled, and the rule that the call falls under. */
    public RequestState with(ServiceVersion found, @Nullable AccessRule under) {
        version = found;
        rule = under;
        return this;
    }

    /** This state with more known of the caller. */
    public RequestState with(Caller found) {
        caller = found;
        return this;
    }

    /** This state with more known of throttling. */
    public RequestState with(Throttled found) {
        throttled = found;
        return this;
    }

    /** This state with what would have been refused, noted once however often it is found. */
    public RequestState with(WouldRefuse found) {
        if (observed.isEmpty()) {
            observed = new ArrayList<>(2);
        }
        if (!observed.contains(found)) {
            observed.add(found);
        }
        return this;
    }

    /** This state with a host chosen. */
    public RequestState with(HostPermit found) {
        host = found;
        return this;
    }

    private static <T> T set(@Nullable T part, String name) {
        if (part == null) {
            throw new IllegalStateException("no stage has set the " + name + " yet");
        }
        return part;
    }
}
