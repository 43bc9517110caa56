package io.gatehouse.http.forwarding;

import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.request.CredentialNames;
import io.gatehouse.domain.upstream.LoadBalancer;
import io.gatehouse.http.exchange.GatewayExchange;
import io.gatehouse.http.pool.IoThreadContexts;
import io.gatehouse.http.pool.ProxyLimits;

/** Forwards over pooled HTTP/1.1 connections that belong to the exchange's own I/O thread. */
public final class UpstreamForwarder implements Forwarder {

    private final IoThreadContexts contexts;
    private final LoadBalancer upstreams;
    private final ProxyLimits limits;
    private final long mostBody;
    private final HeaderRules headers;

    /**
     * Request bodies may have {@code mostBody} bytes where their service does not say otherwise; what stands where
     * {@code credentials} says is not handed on.
     */
    public UpstreamForwarder(
            IoThreadContexts contexts,
            LoadBalancer upstreams,
            ProxyLimits limits,
            long mostBody,
            CredentialNames credentials) {
        this.contexts = contexts;
        this.upstreams = upstreams;
        this.limits = limits;
        this.mostBody = mostBody;
        this.headers = new HeaderRules(credentials);
    }

    @Override
    public void forward(GatewayExchange exchange, RequestState state) {
        var forwarding = new ForwardedExchange(
                exchange, state, contexts.ofThisThread(), upstreams, limits.hosts(), mostBody, headers);
        exchange.forwardedBy(forwarding);
        forwarding.begin();
    }
}
