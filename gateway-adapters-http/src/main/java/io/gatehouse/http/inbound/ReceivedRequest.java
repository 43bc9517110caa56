package io.gatehouse.http.inbound;

import io.gatehouse.domain.request.ClientCertificate;
import io.gatehouse.domain.request.IncomingRequest;
import io.gatehouse.domain.request.RequestHeaders;
import io.gatehouse.http.connection.ClientConnection;
import io.gatehouse.http.connection.ConnectionInfo;
import io.gatehouse.http.exchange.GatewayExchange;
import io.gatehouse.http.tls.PeerCertificate;
import io.undertow.util.Headers;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** The request of an exchange as its connection read it, seen through the eyes of the stages. */
class ReceivedRequest implements IncomingRequest {

    private final GatewayExchange exchange;
    private final @Nullable String query;

    ReceivedRequest(GatewayExchange exchange) {
        this.exchange = exchange;
        this.query = ClientConnection.of(exchange.http()).query();
    }

    /** The exchange that has brought it. */
    final GatewayExchange exchange() {
        return exchange;
    }

    private ConnectionInfo connection() {
        return ClientConnection.of(exchange.http()).info();
    }

    @Override
    public final String method() {
        return exchange.http().getRequestMethod().toString();
    }

    @Override
    public final String rawPath() {
        return exchange.http().getRequestURI();
    }

    @Override
    public final @Nullable String rawQuery() {
        return query;
    }

    @Override
    public final String authority() {
        String host = exchange.request().first(Headers.HOST);
        return host == null ? "" : host;
    }

    @Override
    public final boolean secure() {
        return connection().tls() != null;
    }

    @Override
    public final InetAddress peer() {
        return connection().peer().getAddress();
    }

    @Override
    public final @Nullable ClientCertificate certificate() {
        PeerCertificate certificate = connection().certificate();
        return certificate == null ? null : certificate.identity();
    }

    @Override
    public final RequestHeaders headers() {
        return exchange.request();
    }
}
