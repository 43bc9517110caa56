package io.gatehouse.domain.identity;

import io.gatehouse.configuration.Secret;
import java.net.URI;

/** Who knows about an issuer's opaque tokens. */
public sealed interface OpaqueAuthority {

    /**
     * The issuer itself, at its introspection endpoint (RFC 7662).
     *
     * @param endpoint the endpoint
     * @param client the name by which the gateway signs in there
     * @param secret its secret there
     */
    record Introspection(URI endpoint, String client, Secret secret) implements OpaqueAuthority {}

    /**
     * The gateway's token store, which the issuer writes to.
     *
     * @param tenantId whose tokens count, as the store names the tenant
     */
    record Store(String tenantId) implements OpaqueAuthority {}
}
