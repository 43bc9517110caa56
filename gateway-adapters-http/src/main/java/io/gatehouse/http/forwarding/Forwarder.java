package io.gatehouse.http.forwarding;

import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.request.CredentialNames;
import io.gatehouse.domain.service.Forwarding;
import io.gatehouse.domain.upstream.LoadBalancer;
import io.gatehouse.http.exchange.GatewayExchange;
import io.gatehouse.http.pool.IoThreadContext;
import io.gatehouse.http.pool.IoThreadContexts;
import io.gatehouse.http.retry.ServiceRetries;

/**
 * Forwards exchanges that the stages have let pass, over pooled HTTP/1.1 connections of the exchange's own I/O thread, and sees them to
 * their end. Whatever goes wrong becomes an error for the client, or the end of its connection.
 */
public final class Forwarder {

    private final IoThreadContexts contexts;
    private final LoadBalancer upstreams;
    private final ServiceRetries retries;
    private final long mostBody;
    private final HeaderRules headers;
    private final Mirrors mirrors = new Mirrors();
    private volatile CompressionListener compression = CompressionListener.NONE;

    /**
     * Request bodies may have {@code mostBody} bytes where their service does not say otherwise; what stands where
     * {@code credentials} says is not handed on.
     */
    public Forwarder(
            IoThreadContexts contexts,
            LoadBalancer upstreams,
            ServiceRetries retries,
            long mostBody,
            CredentialNames credentials) {
        this.contexts = contexts;
        this.upstreams = upstreams;
        this.retries = retries;
        this.mostBody = mostBody;
        this.headers = new HeaderRules(credentials);
    }

    /**
     * Begins to forward to the host of the state's permit. Called on the exchange's I/O thread, outside of Undertow's handler call;
     * never blocks.
     */
    public void forward(GatewayExchange exchange, RequestState state) {
        IoThreadContext context = contexts.ofThisThread();
        var forwarding = new ForwardedExchange(exchange, state, context, state.hostPermit(), this);
        MirroredRequest copy = mirrors.copy(exchange, state, context, headers);
        boolean whole = exchange.http().isRequestComplete();
        if (copy != null && !whole) {
            exchange.tappedBy(copy);
        }
        exchange.forwardedBy(forwarding);
        forwarding.begin();
        if (copy != null && whole) {
            copy.send(false);
        }
    }

    /** The copies of requests that are made. */
    public Mirrors mirrors() {
        return mirrors;
    }

    /** Has it told from now on which responses are compressed. */
    public void reportTo(CompressionListener to) {
        compression = to;
    }

    /** Hears which responses are compressed. */
    CompressionListener compression() {
        return compression;
    }

    /** Where hosts for further tries come from. */
    LoadBalancer upstreams() {
        return upstreams;
    }

    /** What further tries go by. */
    ServiceRetries retries() {
        return retries;
    }

    /** The rules for headers of requests. */
    HeaderRules headers() {
        return headers;
    }

    /** The bytes that a request body may have for this service; a stream of messages has no length where the service does not give one. */
    long mostBody(Forwarding forwarding, boolean messages) {
        Long most = forwarding.maxBodySize();
        if (most == null) {
            return messages ? Long.MAX_VALUE : mostBody;
        }
        return most;
    }
}
