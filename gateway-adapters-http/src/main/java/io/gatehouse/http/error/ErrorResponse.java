package io.gatehouse.http.error;

import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.time.GatewayClock;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.Map;

/** What a refusal looks like: status, headers and body in the configured format. Safe for concurrent use. */
public final class ErrorResponse {

    private final ErrorFormat format;
    private final GatewayClock clock;

    public ErrorResponse(ErrorFormat format, GatewayClock clock) {
        this.format = format;
        this.clock = clock;
    }

    /** Sets status and headers of a response that has not begun, and hands back the body that belongs to them. */
    public byte[] prepare(HttpServerExchange http, Refusal refusal, String requestId) {
        byte[] body = format == ErrorFormat.SOAJS
                ? ErrorBody.soajs(refusal, clock.epochMillis())
                : ErrorBody.problem(refusal, requestId);
        HeaderMap headers = http.getResponseHeaders();
        http.setStatusCode(refusal.status());
        for (Map.Entry<String, String> header : refusal.headers().entrySet()) {
            headers.put(new HttpString(header.getKey()), header.getValue());
        }
        headers.put(
                Headers.CONTENT_TYPE, format == ErrorFormat.SOAJS ? "application/json" : "application/problem+json");
        headers.put(Headers.CACHE_CONTROL, "no-store");
        headers.put(Headers.CONTENT_LENGTH, body.length);
        return body;
    }
}
