package io.gatehouse.domain.tenancy;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.identity.DeclaredIssuer;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may call.
 *
 * @param name the name that the configuration uses
 * @param title what people call it
 * @param id what upstreams know it by that were written for SOAJS
 * @param issuer whose tokens are believed with its keys; null for nobody's
 * @param origin the place in the configuration that declares it
 */
public record Tenant(
        String name, String title, String id, @Nullable DeclaredIssuer issuer, Origin origin) {}
