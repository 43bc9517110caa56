package io.gatehouse.http.proxy;

import io.gatehouse.domain.service.HeaderEdits;
import io.gatehouse.http.exchange.GatewayHeaders;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.Set;

/** Hands the headers of an upstream's answer on to the client. */
final class ResponseHeaders {

    private static final HttpString VIA = new HttpString("Via");
    private static final String VIA_US = "1.1 gatehouse";

    /** What concerns the connection to the upstream only, or is written by the gateway itself. */
    private static final Set<HttpString> STAY = Set.of(
            Headers.CONNECTION,
            new HttpString("Keep-Alive"),
            new HttpString("Proxy-Connection"),
            new HttpString("Proxy-Authenticate"),
            new HttpString("Proxy-Authentication-Info"),
            Headers.TE,
            Headers.TRAILER,
            Headers.TRANSFER_ENCODING,
            Headers.UPGRADE,
            new HttpString("X-Request-Id"));

    private ResponseHeaders() {}

    static void apply(ResponseHead head, HttpServerExchange http, HeaderEdits edits) {
        HeaderMap to = http.getResponseHeaders();
        Set<HttpString> nominated = ConnectionOptions.by(head);
        for (int i = 0; i < head.count(); i++) {
            HttpString name = head.name(i);
            if (!STAY.contains(name) && (nominated.isEmpty() || !nominated.contains(name))) {
                to.add(name, head.value(i));
            }
        }
        to.add(VIA, VIA_US);
        if (!edits.isEmpty()) {
            GatewayHeaders.apply(edits, to);
        }
    }
}
