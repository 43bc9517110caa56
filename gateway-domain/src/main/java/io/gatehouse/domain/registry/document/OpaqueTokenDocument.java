package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.document.Default;
import io.gatehouse.domain.document.Described;
import io.gatehouse.domain.document.OrZero;
import io.gatehouse.domain.document.Origin;
import io.gatehouse.domain.document.Secret;
import java.net.URI;
import java.time.Duration;

/** How opaque tokens are asked for (RFC 7662). */
public record OpaqueTokenDocument(
        @Described("The introspection endpoint.") URI introspection,

        @Described("The name by which the gateway signs in there.")
        String client,

        @Described("Its secret there.") Secret secret,

        @Described("How long an answer is kept.") @Default("30s") @OrZero
        Duration cache,

        Origin origin) {}
