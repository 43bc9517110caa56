package io.gatehouse.http.exchange;

import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.request.AmbiguousPathException;
import io.gatehouse.domain.request.Authority;
import io.gatehouse.domain.request.IncomingRequest;
import io.gatehouse.domain.request.PathCanonicaliser;
import io.gatehouse.domain.service.HeaderEdits;
import io.gatehouse.domain.service.RouteMatch;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.Map;

/** The headers that a service wants on every answer to its callers, whoever answers. */
public final class ServiceHeaders {

    private ServiceHeaders() {}

    /** Removes and sets what the service says; never what tells where an answer ends. */
    public static void apply(HeaderEdits edits, HeaderMap headers) {
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

    /** What the service wants that a request is for, of which no stage has found out yet; nothing if it is for none. */
    static HeaderEdits of(IncomingRequest request, Snapshot snapshot) {
        try {
            RouteMatch match = snapshot.services()
                    .find(PathCanonicaliser.canonicalise(request.rawPath()), Authority.host(request.authority()));
            return match == null
                    ? HeaderEdits.NONE
                    : match.service().forwarding().responseHeaders();
        } catch (AmbiguousPathException e) {
            return HeaderEdits.NONE;
        }
    }

    private static boolean isFraming(HttpString name) {
        return name.equals(Headers.CONTENT_LENGTH)
                || name.equals(Headers.TRANSFER_ENCODING)
                || name.equals(Headers.CONNECTION);
    }
}
