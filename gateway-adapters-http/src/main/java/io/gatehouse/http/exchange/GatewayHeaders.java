package io.gatehouse.http.exchange;

import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.policy.CorsPolicy;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.request.AmbiguousPathException;
import io.gatehouse.domain.request.Authority;
import io.gatehouse.domain.request.IncomingRequest;
import io.gatehouse.domain.request.PathCanonicaliser;
import io.gatehouse.domain.service.HeaderEdits;
import io.gatehouse.domain.service.RouteMatch;
import io.gatehouse.http.codec.FieldLines;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The response headers that are the gateway's to say: those on every response, and those that a service wants. */
public final class GatewayHeaders {

    private static final HttpString X_REQUEST_ID = new HttpString("X-Request-Id");
    private static final List<HttpString> CROSS_ORIGIN = List.of(
            new HttpString("Access-Control-Allow-Origin"),
            new HttpString("Access-Control-Allow-Credentials"),
            new HttpString("Access-Control-Allow-Methods"),
            new HttpString("Access-Control-Allow-Headers"),
            new HttpString("Access-Control-Expose-Headers"),
            new HttpString("Access-Control-Max-Age"));

    private GatewayHeaders() {}

    /** Puts on a response what is on every one: the request id, what is left of a limit, and who may read it across origins. */
    static void stamp(
            FieldLines request,
            FieldLines response,
            String requestId,
            @Nullable RequestState state,
            @Nullable Snapshot snapshot,
            QuotaFields quotaFields) {
        response.put(X_REQUEST_ID, requestId);
        if (state != null) {
            quotaFields.stamp(state.throttled(), response);
        }
        if (snapshot != null) {
            crossOrigin(snapshot.policy().cors(), request, response);
        }
    }

    static void put(Map<String, String> headers, FieldLines response) {
        headers.forEach((name, value) -> response.put(new HttpString(name), value));
    }

    /**
     * Puts the gateway's word on cross-origin calls in the place of whatever an upstream says; does nothing where the gateway
     * does not care for them.
     */
    static void crossOrigin(@Nullable CorsPolicy cors, FieldLines request, FieldLines response) {
        if (cors == null) {
            return;
        }
        CROSS_ORIGIN.forEach(response::remove);
        response.add(Headers.VARY, "Origin");
        String asking = request.first(Headers.ORIGIN);
        if (asking != null && cors.allows(asking)) {
            put(cors.granted(asking), response);
        }
    }

    /** Removes and sets what a service wants on every response to its callers; never what says where a response ends. */
    public static void apply(HeaderEdits edits, FieldLines headers) {
        for (String text : edits.remove()) {
            var name = new HttpString(text);
            if (!isFraming(name)) {
                headers.remove(name);
            }
        }
        for (Map.Entry<String, String> header : edits.set().entrySet()) {
            var name = new HttpString(header.getKey());
            if (!isFraming(name)) {
                headers.put(name, header.getValue());
            }
        }
    }

    /** What the service wants that a request is for, also where no stage has found out yet which that is. */
    static HeaderEdits wanted(
            @Nullable RequestState state, @Nullable IncomingRequest request, @Nullable Snapshot snapshot) {
        RouteMatch route = state == null ? null : state.knownRoute();
        if (route == null && request != null && snapshot != null) {
            route = find(request, snapshot);
        }
        return route == null ? HeaderEdits.NONE : route.service().forwarding().responseHeaders();
    }

    private static @Nullable RouteMatch find(IncomingRequest request, Snapshot snapshot) {
        try {
            return snapshot.services()
                    .find(PathCanonicaliser.canonicalise(request.rawPath()), Authority.host(request.authority()));
        } catch (AmbiguousPathException e) {
            return null;
        }
    }

    private static boolean isFraming(HttpString name) {
        return name.equals(Headers.CONTENT_LENGTH)
                || name.equals(Headers.TRANSFER_ENCODING)
                || name.equals(Headers.CONNECTION);
    }
}
