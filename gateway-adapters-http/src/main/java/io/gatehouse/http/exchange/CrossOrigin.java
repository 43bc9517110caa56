package io.gatehouse.http.exchange;

import io.gatehouse.domain.policy.CorsPolicy;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts the gateway's word on cross-origin calls in the place of whatever an upstream says. */
final class CrossOrigin {

    private static final List<HttpString> OURS = List.of(
            new HttpString("Access-Control-Allow-Origin"),
            new HttpString("Access-Control-Allow-Credentials"),
            new HttpString("Access-Control-Allow-Methods"),
            new HttpString("Access-Control-Allow-Headers"),
            new HttpString("Access-Control-Expose-Headers"),
            new HttpString("Access-Control-Max-Age"));

    private CrossOrigin() {}

    /** Does nothing where the gateway does not care for cross-origin calls. */
    static void stamp(@Nullable CorsPolicy cors, HeaderMap request, HeaderMap response) {
        if (cors == null) {
            return;
        }
        OURS.forEach(response::remove);
        response.add(Headers.VARY, "Origin");
        String asking = request.getFirst(Headers.ORIGIN);
        if (asking != null && cors.allows(asking)) {
            cors.granted(asking).forEach((name, value) -> response.put(new HttpString(name), value));
        }
    }
}
