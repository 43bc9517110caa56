package io.gatehouse.http.inbound;

import io.gatehouse.domain.request.IncomingRequest;
import io.gatehouse.domain.request.RequestHeaders;
import io.gatehouse.http.codec.FieldLines;
import io.gatehouse.http.connection.HttpConnection;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A request as its connection read it, seen through the eyes of the stages. */
final class ReceivedRequest implements IncomingRequest {

    private final HttpServerExchange http;
    private final FieldLines fields;
    private final InetAddress peer;
    private final @Nullable String query;

    ReceivedRequest(HttpServerExchange http) {
        this.http = http;
        this.fields = HttpConnection.of(http).requestFields();
        this.peer = http.getConnection().getPeerAddress(InetSocketAddress.class).getAddress();
        this.query = HttpConnection.of(http).query();
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
        return http.getConnection().getSslSessionInfo() != null;
    }

    @Override
    public InetAddress peer() {
        return peer;
    }

    @Override
    public RequestHeaders headers() {
        return fields;
    }
}
