package io.gatehouse.domain.pipeline;

import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.request.CanonicalRequest;
import io.gatehouse.domain.request.Exchange;
import io.gatehouse.domain.request.IncomingRequest;
import io.gatehouse.domain.service.RouteMatch;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.upstream.Attempt;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a request so far: a handful of nested values, each set once by the stage that finds it out.
 *
 * <p>Immutable; enriching makes a copy of the outer record only. Reading a part before the stage that sets it has run is
 * a defect in the order of the stages and throws {@link IllegalStateException}.
 *
 * @param incoming the request as it came in
 * @param snapshot the registry that this request is judged by, from beginning to end
 * @param knownExchange who and when; null before it is identified
 * @param knownRequest the canonical request; null before it is made
 * @param knownRoute what the path means; null before routing
 * @param knownVersion the version to forward to; null before it is settled
 * @param knownAttempt the permit for the host to forward to; null before one is chosen
 */
public record RequestState(
        IncomingRequest incoming,
        Snapshot snapshot,
        @Nullable Exchange knownExchange,
        @Nullable CanonicalRequest knownRequest,
        @Nullable RouteMatch knownRoute,
        @Nullable ServiceVersion knownVersion,
        @Nullable Attempt knownAttempt) {

    /** A request of which nothing has been found out yet. */
    public static RequestState begin(IncomingRequest incoming, Snapshot snapshot) {
        return new RequestState(incoming, snapshot, null, null, null, null, null);
    }

    /** Who and when. */
    public Exchange exchange() {
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
    public Attempt attempt() {
        return set(knownAttempt, "attempt");
    }

    /** This state with the exchange identified. */
    public RequestState with(Exchange exchange) {
        return new RequestState(incoming, snapshot, exchange, knownRequest, knownRoute, knownVersion, knownAttempt);
    }

    /** This state with the canonical request. */
    public RequestState with(CanonicalRequest request) {
        return new RequestState(incoming, snapshot, knownExchange, request, knownRoute, knownVersion, knownAttempt);
    }

    /** This state with the route found. */
    public RequestState with(RouteMatch route) {
        return new RequestState(incoming, snapshot, knownExchange, knownRequest, route, knownVersion, knownAttempt);
    }

    /** This state with the version settled. */
    public RequestState with(ServiceVersion version) {
        return new RequestState(incoming, snapshot, knownExchange, knownRequest, knownRoute, version, knownAttempt);
    }

    /** This state with a host chosen. */
    public RequestState with(Attempt attempt) {
        return new RequestState(incoming, snapshot, knownExchange, knownRequest, knownRoute, knownVersion, attempt);
    }

    private static <T> T set(@Nullable T part, String name) {
        if (part == null) {
            throw new IllegalStateException("no stage has set the " + name + " yet");
        }
        return part;
    }
}
