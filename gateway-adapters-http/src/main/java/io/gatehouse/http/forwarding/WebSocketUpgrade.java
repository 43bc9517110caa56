package io.gatehouse.http.forwarding;

import io.gatehouse.http.codec.ConnectionOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import org.jspecify.annotations.Nullable;

/** Tells which requests may become WebSocket connections; every other wish for an upgrade is ignored. */
final class WebSocketUpgrade {

    static final String PROTOCOL = "websocket";

    private WebSocketUpgrade() {}

    static boolean isAskedFor(HttpServerExchange http) {
        HeaderMap headers = http.getRequestHeaders();
        @Nullable HeaderValues wish = headers.get(Headers.UPGRADE);
        return wish != null
                && wish.size() == 1
                && wish.getFirst().equalsIgnoreCase(PROTOCOL)
                && http.isHttp11()
                && http.isRequestComplete()
                && http.getRequestMethod().equals(Methods.GET)
                && ConnectionOptions.contains(headers, Headers.UPGRADE);
    }
}
