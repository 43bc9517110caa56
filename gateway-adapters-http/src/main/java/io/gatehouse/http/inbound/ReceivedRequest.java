package io.gatehouse.http.inbound;

import io.gatehouse.domain.request.ClientCertificate;
import io.gatehouse.domain.request.IncomingRequest;
import io.gatehouse.domain.request.RequestHeaders;
import io.gatehouse.http.codec.FieldLines;
import io.gatehouse.http.connection.ClientConnection;
import io.gatehouse.http.connection.ConnectionInfo;
import io.gatehouse.http.tls.PeerCertificate;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** A request as its connection read it, seen through the eyes of the stages. */
final class ReceivedRequest implements IncomingRequest {

    private final HttpServerExchange http;
    private final FieldLines fields;
    private final ConnectionInfo connection;
    private final @Nullable String query;

    ReceivedRequest(HttpServerExchange http) {
        this.http = http;
        ClientConnection client = ClientConnection.of(http);
        this.fields = client.requestFields();
        this.connection = client.info();
        this.query = client.query();
    }

    @Override
    public String method() {
        return http.getRequestMethod().toString();
    }

    @Override
    public String rawPath() {
        return http.getRequestURI();
    }

    @Override
    public @Nullable String rawQuery() {
        return query;
    }

    @Override
    public String authority() {
        String host = fields.first(Headers.HOST);
        return host == null ? "" : host;
    }

    @Override
    public boolean secure() {
        return connection.tls() != null;
    }

    @Override
    public InetAddress peer() {
        return connection.peer().getAddress();
    }

    @Override
    public @Nullable ClientCertificate certificate() {
        PeerCertificate certificate = connection.certificate();
        return certificate == null ? null : certificate.identity();
    }

    @Override
    public RequestHeaders headers() {
        return fields;
    }
}
