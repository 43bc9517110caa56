package io.gatehouse.http.forwarding;

import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.pipeline.SourceRules;
import io.gatehouse.domain.service.Forwarding;
import io.gatehouse.domain.service.RequestHeaderEdits;
import io.gatehouse.domain.service.RouteMatch;
import io.gatehouse.domain.traffic.TraceContext;
import io.gatehouse.http.codec.ConnectionOptions;
import io.gatehouse.http.codec.FieldLines;
import io.gatehouse.http.codec.HeadBuffer;
import io.gatehouse.http.connection.ClientConnection;
import io.gatehouse.http.connection.ConnectionInfo;
import io.gatehouse.http.exchange.GatewayExchange;
import io.gatehouse.http.tls.PeerCertificate;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the request head that an upstream gets. */
final class RequestHead {

    private static final HttpString TRACEPARENT = new HttpString("traceparent");
    /** The number of a copy, which is no try. */
    private static final int OF_COPIES = -2;

    private static final HttpString VIA = new HttpString("Via");
    private static final byte[] VERSION_AND_HOST = " HTTP/1.1\r\nHost: ".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] REQUEST_ID = "X-Request-Id: ".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] CLIENT_CERT = "Client-Cert: ".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] CLIENT_CERT_CHAIN = "Client-Cert-Chain: ".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] VIA_US = "1.1 gatehouse\r\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] UPGRADE =
            "Connection: Upgrade\r\nUpgrade: websocket\r\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] MIRROR = "X-Gateway-Mirror: true\r\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] CHUNKED = "Transfer-Encoding: chunked\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private RequestHead() {}

    /** Writes the whole head of the try of this number, the empty line included. */
    static void write(
            HeadBuffer head,
            GatewayExchange exchange,
            RequestState state,
            HeaderRules rules,
            String authority,
            int number,
            boolean upgrade) {
        begin(head, exchange, state, rules, authority, number);
        if (upgrade) {
            head.add(UPGRADE);
        }
        framing(head, exchange.request());
        head.endLine();
    }

    /** Writes the head of a copy without its length and the empty line. It carries no key, token or cookie, and says what it is. */
    static void writeCopy(
            HeadBuffer head, GatewayExchange exchange, RequestState state, HeaderRules rules, String authority) {
        begin(head, exchange, state, rules, authority, OF_COPIES);
        head.add(MIRROR);
    }

    /** Which of the client's headers pass, of those that could be credentials. */
    private enum Passed {
        CREDENTIALS,
        REST,
        NO_COOKIES
    }

    private static void begin(
            HeadBuffer head,
            GatewayExchange exchange,
            RequestState state,
            HeaderRules rules,
            String authority,
            int number) {
        HttpServerExchange http = exchange.http();
        FieldLines headers = exchange.request();
        Forwarding forwarding = state.route().service().forwarding();
        String host = state.incoming().authority();
        head.reset().add(http.getRequestMethod()).add(' ');
        path(head, state.route());
        String query = state.request().query();
        if (query != null) {
            head.add('?').add(query);
        }
        head.add(VERSION_AND_HOST)
                .add(forwarding.preserveHost() && !host.isEmpty() ? host : authority)
                .endLine();
        RequestHeaderEdits edits = forwarding.steering().requestHeaders();
        TraceContext trace = exchange.trace();
        passed(head, headers, rules, which(number, forwarding), edits, trace);
        if (trace != null && (edits.isEmpty() || !edits.isDropped(TRACEPARENT.toString()))) {
            traceparent(head, trace, number);
        }
        ForwardedFor.write(head, state, exchange);
        ConnectionInfo client = ClientConnection.of(http).info();
        PeerCertificate certificate = client.rules().passesCertificates() ? client.certificate() : null;
        if (certificate != null) {
            head.add(CLIENT_CERT).add(certificate.field()).endLine();
            if (certificate.chain() != null) {
                head.add(CLIENT_CERT_CHAIN).add(certificate.chain()).endLine();
            }
        }
        head.add(REQUEST_ID).add(exchange.requestId()).endLine();
        IdentityHeaders.write(head, state.caller());
        if (forwarding.injectSoajs()) {
            passHeadersOfSource(head, state);
        }
        if (!edits.isEmpty()) {
            EditedHeaders.write(head, edits, state, exchange);
        }
        via(head, headers);
    }

    private static Passed which(int number, Forwarding forwarding) {
        if (number == OF_COPIES) {
            return Passed.NO_COOKIES;
        }
        return forwarding.passCredentials() ? Passed.CREDENTIALS : Passed.REST;
    }

    private static void path(HeadBuffer head, RouteMatch route) {
        String path = route.path().forwarded();
        int from = route.prefixLength();
        if (route.rewritten() != null || from == path.length()) {
            head.add(route.forwardPath());
        } else {
            head.add(path, from, path.length());
        }
    }

    /** As the registry's source says, if it has rules for that; else what is known of every caller. */
    private static void passHeadersOfSource(HeadBuffer head, RequestState state) {
        if (state.snapshot().details() instanceof SourceRules rules) {
            rules.passHeaders(
                    state, (name, value) -> head.add(name).add(": ").add(value).endLine());
        } else {
            IdentityHeaders.writeSoajs(head, state.caller());
        }
    }

    private static void passed(
            HeadBuffer head,
            FieldLines headers,
            HeaderRules rules,
            Passed which,
            RequestHeaderEdits edits,
            @Nullable TraceContext trace) {
        Set<HttpString> connectionOptions = ConnectionOptions.by(headers);
        for (int i = 0; i < headers.count(); i++) {
            HttpString name = headers.name(i);
            HeaderRules.Rule rule = rules.of(name);
            boolean passes = rule == HeaderRules.Rule.PASS || passes(rule, which, trace);
            passes &= which != Passed.NO_COOKIES || !name.equals(Headers.COOKIE);
            passes &= edits.isEmpty() || !edits.isDropped(name.toString());
            if (passes && (connectionOptions.isEmpty() || !connectionOptions.contains(name))) {
                head.add(name).add(": ").add(headers.value(i)).endLine();
            }
        }
    }

    private static boolean passes(HeaderRules.Rule rule, Passed which, @Nullable TraceContext trace) {
        return switch (rule) {
            case PASS -> true;
            case DROP -> false;
            case CREDENTIAL -> which == Passed.CREDENTIALS;
            case TRACE_PARENT -> trace == null;
            case TRACE_STATE -> trace == null || trace.parentId() != 0;
        };
    }

    private static void traceparent(HeadBuffer head, TraceContext trace, int number) {
        head.add(TRACEPARENT)
                .add(": 00-")
                .addHex(trace.high())
                .addHex(trace.low())
                .add('-')
                .addHex(trace.childId(number))
                .add(trace.sampled() ? "-01" : "-00")
                .endLine();
    }

    private static void via(HeadBuffer head, FieldLines headers) {
        head.add(VIA).add(": ");
        head.addAll(headers, VIA);
        head.add(VIA_US);
    }

    private static void framing(HeadBuffer head, FieldLines headers) {
        String length = headers.first(Headers.CONTENT_LENGTH);
        if (length != null) {
            head.add(Headers.CONTENT_LENGTH).add(": ").add(length).endLine();
        } else if (headers.contains(Headers.TRANSFER_ENCODING)) {
            head.add(CHUNKED);
        }
    }
}
