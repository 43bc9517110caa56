package io.gatehouse.http.exchange;

import io.gatehouse.domain.address.AddressText;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.request.CanonicalRequest;
import io.gatehouse.domain.request.RequestInfo;
import io.gatehouse.domain.service.RouteMatch;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Puts together the record of an exchange that has ended. */
final class ExchangeRecordFactory {

    private static final HttpString TRACEPARENT = new HttpString("traceparent");
    private static final int LONGEST_METHOD = 32;

    private ExchangeRecordFactory() {}

    static ExchangeRecord of(GatewayExchange exchange, GatewayClock clock, long begunNanos) {
        HttpServerExchange http = exchange.http();
        ExchangeStats facts = exchange.facts();
        RequestState state = exchange.state();
        RequestInfo who = state == null ? null : state.knownExchange();
        CanonicalRequest request = state == null ? null : state.knownRequest();
        RouteMatch route = state == null ? null : state.knownRoute();
        ServiceVersion version = state == null ? null : state.knownVersion();
        boolean answered = http.isResponseStarted();
        return new ExchangeRecord(
                exchange.requestId(),
                who == null ? clock.epochMillis() : who.startedMillis(),
                clock.nanoTime() - (who == null ? begunNanos : who.startedNanos()),
                who == null ? peer(http) : exchange.clientText(who),
                method(http),
                request == null ? "" : request.path().forwarded(),
                http.getProtocol().toString(),
                route == null ? null : route.label(),
                route == null ? null : route.service().name(),
                version == null ? null : version.key().version().toString(),
                answered ? http.getStatusCode() : Rejection.CLIENT_GONE.status(),
                facts.bytesIn(),
                http.getResponseBytesSent() + facts.tunnelledOut(),
                facts.upstream(),
                facts.firstByteNanos(),
                facts.attempts(),
                answered ? facts.rejection() : Rejection.CLIENT_GONE,
                facts.upstreamFailure(),
                http.getRequestHeaders().getFirst(TRACEPARENT));
    }

    private static String method(HttpServerExchange http) {
        String method = http.getRequestMethod().toString();
        return method.length() <= LONGEST_METHOD ? method : method.substring(0, LONGEST_METHOD);
    }

    private static String peer(HttpServerExchange http) {
        @Nullable InetSocketAddress peer = http.getConnection().getPeerAddress(InetSocketAddress.class);
        return peer == null || peer.getAddress() == null ? "" : AddressText.of(peer.getAddress());
    }
}
