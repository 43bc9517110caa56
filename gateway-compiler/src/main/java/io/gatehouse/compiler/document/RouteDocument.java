package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.service.VersionNumber;
import org.jspecify.annotations.Nullable;

/** A path, on one host name or on any, that leads to a service. */
public record RouteDocument(
        @Described("The path; everything below it belongs to the route.")
        RoutePath path,

        @Described("Only requests for this host name; without it all.") @Nullable
        HostName host,

        @Described("The version that the route leads to; without it the newest that is granted and deployed.") @Nullable
        VersionNumber version,

        @Described("Whether the upstream gets only what follows the path; X-Forwarded-Prefix says what was cut off.")
        @Default("false")
        boolean strip,

        Origin origin) {}
