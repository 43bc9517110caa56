package io.gatehouse.domain.pipeline;

import io.gatehouse.domain.access.AccessRule;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.request.CanonicalRequest;
import io.gatehouse.domain.request.IncomingRequest;
import io.gatehouse.domain.request.RequestInfo;
import io.gatehouse.domain.service.RouteMatch;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.upstream.BalancedRequest;
import io.gatehouse.domain.upstream.HostPermit;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a request so far: a handful of nested values, each set by the stage that finds it out.
 *
 * <p>Immutable; enriching makes a copy of the outer record only. Reading a part before the stage that sets it has run is
 * a defect in the order of the stages and throws {@link IllegalStateException}.
 *
 * @param incoming the request as it came in
 * @param snapshot the registry that this request is judged by, from beginning to end
 * @param trace where stages write down what they compared
 * @param permits what the exchange holds until it ends
 * @param knownExchange who and when; null before it is identified
 * @param knownRequest the canonical request; null before it is made
 * @param knownRoute what the path means; null before routing
 * @param knownVersion the version to forward to; null before it is settled
 * @param caller who calls, as far as it has been found out
 * @param rule the access rule that the call falls under; null if it falls under none
 * @param throttled what throttling has found out
 * @param knownHost the permit for the host to forward to; null before one is chosen
 */
public record RequestState(
        IncomingRequest incoming,
        Snapshot snapshot,
        DecisionTrace trace,
        Permits permits,
        @Nullable RequestInfo knownExchange,
        @Nullable CanonicalRequest knownRequest,
        @Nullable RouteMatch knownRoute,
        @Nullable ServiceVersion knownVersion,
        Caller caller,
        @Nullable AccessRule rule,
        Throttled throttled,
        @Nullable HostPermit knownHost)
        implements BalancedRequest {

    /** A request of which nothing has been found out yet. */
    public static RequestState begin(IncomingRequest incoming, Snapshot snapshot, Permits permits) {
        return begin(incoming, snapshot, permits, DecisionTrace.NONE);
    }

    /** The same, with somebody who wants to know what is compared. */
    public static RequestState begin(
            IncomingRequest incoming, Snapshot snapshot, Permits permits, DecisionTrace trace) {
        return new RequestState(
                incoming,
                snapshot,
                trace,
                permits,
                null,
                null,
                null,
                null,
                Caller.ANYBODY,
                null,
                Throttled.NOT_YET,
                null);
    }

    /** Who and when. */
    public RequestInfo exchange() {
        return set(knownExchange, "exchange");
    }

    /** The canonical request. */
    public CanonicalRequest request() {
        return set(knownRequest, "request");
    }

    /** What the path means. */
    public RouteMatch route() {
        return set(knownRoute, "route");
    }

    /** The version to forward to. */
    public ServiceVersion version() {
        return set(knownVersion, "version");
    }

    /** The permit for the host to forward to. */
    public HostPermit hostPermit() {
        return set(knownHost, "host");
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

    /** This state with the exchange identified. */
    public RequestState with(RequestInfo found) {
        return new RequestState(
                incoming,
                snapshot,
                trace,
                permits,
                found,
                knownRequest,
                knownRoute,
                knownVersion,
                caller,
                rule,
                throttled,
                knownHost);
    }

    /** This state with the canonical request. */
    public RequestState with(CanonicalRequest found) {
        return new RequestState(
                incoming,
                snapshot,
                trace,
                permits,
                knownExchange,
                found,
                knownRoute,
                knownVersion,
                caller,
                rule,
                throttled,
                knownHost);
    }

    /** This state with the route found. */
    public RequestState with(RouteMatch found) {
        return new RequestState(
                incoming,
                snapshot,
                trace,
                permits,
                knownExchange,
                knownRequest,
                found,
                knownVersion,
                caller,
                rule,
                throttled,
                knownHost);
    }

    /** This state with the version settled, and the rule that the call falls under. */
    public RequestState with(ServiceVersion found, @Nullable AccessRule under) {
        return new RequestState(
                incoming,
                snapshot,
                trace,
                permits,
                knownExchange,
                knownRequest,
                knownRoute,
                found,
                caller,
                under,
                throttled,
                knownHost);
    }

    /** This state with more known of the caller. */
    public RequestState with(Caller found) {
        return new RequestState(
                incoming,
                snapshot,
                trace,
                permits,
                knownExchange,
                knownRequest,
                knownRoute,
                knownVersion,
                found,
                rule,
                throttled,
                knownHost);
    }

    /** This state with more known of throttling. */
    public RequestState with(Throttled found) {
        return new RequestState(
                incoming,
                snapshot,
                trace,
                permits,
                knownExchange,
                knownRequest,
                knownRoute,
                knownVersion,
                caller,
                rule,
                found,
                knownHost);
    }

    /** This state with a host chosen. */
    public RequestState with(HostPermit found) {
        return new RequestState(
                incoming,
                snapshot,
                trace,
                permits,
                knownExchange,
                knownRequest,
                knownRoute,
                knownVersion,
                caller,
                rule,
                throttled,
                found);
    }

    private static <T> T set(@Nullable T part, String name) {
        if (part == null) {
            throw new IllegalStateException("no stage has set the " + name + " yet");
        }
        return part;
    }
}
