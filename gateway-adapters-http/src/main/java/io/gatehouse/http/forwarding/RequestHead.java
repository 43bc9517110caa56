package io.gatehouse.http.forwarding;

import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.service.Forwarding;
import io.gatehouse.http.codec.ConnectionOptions;
import io.gatehouse.http.codec.HeadBuffer;
import io.gatehouse.http.exchange.GatewayExchange;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the request head that an upstream gets. */
final class RequestHead {

    private static final HttpString VIA = new HttpString("Via");
    private static final byte[] VERSION_AND_HOST = " HTTP/1.1\r\nHost: ".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] REQUEST_ID = "X-Request-Id: ".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] VIA_US = "1.1 gatehouse\r\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] UPGRADE =
            "Connection: Upgrade\r\nUpgrade: websocket\r\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] CHUNKED = "Transfer-Encoding: chunked\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private RequestHead() {}

    /** Writes the whole head, the empty line included. */
    static void write(
            HeadBuffer head,
            GatewayExchange exchange,
            RequestState state,
            HeaderRules rules,
            String authority,
            boolean upgrade) {
        HttpServerExchange http = exchange.http();
        HeaderMap headers = http.getRequestHeaders();
        Forwarding forwarding = state.route().service().forwarding();
        String host = state.incoming().authority();
        head.reset().add(http.getRequestMethod()).add(' ').add(state.route().forwardPath());
        String query = state.request().query();
        if (query != null) {
            head.add('?').add(query);
        }
        head.add(VERSION_AND_HOST)
                .add(forwarding.preserveHost() && !host.isEmpty() ? host : authority)
                .endLine();
        passed(head, headers, rules, forwarding.passCredentials());
        ForwardedFor.write(head, state, http, exchange.clientText(state.exchange()));
        head.add(REQUEST_ID).add(exchange.requestId()).endLine();
        IdentityHeaders.write(head, state.caller());
        if (forwarding.injectSoajs()) {
            IdentityHeaders.writeSoajs(head, state.caller());
        }
        via(head, headers);
        if (upgrade) {
            head.add(UPGRADE);
        }
        framing(head, headers);
        head.endLine();
    }

    private static void passed(HeadBuffer head, HeaderMap headers, HeaderRules rules, boolean credentials) {
        Set<HttpString> connectionOptions = ConnectionOptions.by(headers);
        long at = headers.fastIterateNonEmpty();
        while (at != -1L) {
            HeaderValues lines = headers.fiCurrent(at);
            HttpString name = lines.getHeaderName();
            HeaderRules.Rule rule = rules.of(name);
            boolean passes = rule == HeaderRules.Rule.PASS || (rule == HeaderRules.Rule.CREDENTIAL && credentials);
            if (passes && (connectionOptions.isEmpty() || !connectionOptions.contains(name))) {
                for (int i = 0; i < lines.size(); i++) {
                    head.add(name).add(": ").add(lines.get(i)).endLine();
                }
            }
            at = headers.fiNextNonEmpty(at);
        }
    }

    private static void via(HeadBuffer head, HeaderMap headers) {
        head.add(VIA).add(": ");
        @Nullable HeaderValues before = headers.get(VIA);
        if (before != null) {
            for (int i = 0; i < before.size(); i++) {
                head.add(before.get(i)).add(", ");
            }
        }
        head.add(VIA_US);
    }

    private static void framing(HeadBuffer head, HeaderMap headers) {
        String length = headers.getFirst(Headers.CONTENT_LENGTH);
        if (length != null) {
            head.add(Headers.CONTENT_LENGTH).add(": ").add(length).endLine();
        } else if (headers.contains(Headers.TRANSFER_ENCODING)) {
            head.add(CHUNKED);
        }
    }
}
