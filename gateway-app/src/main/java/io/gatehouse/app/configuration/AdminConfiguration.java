package io.gatehouse.app.configuration;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Disableable;
import io.gatehouse.configuration.Extensible;
import io.gatehouse.configuration.Secret;
import io.gatehouse.configuration.Sourced;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The admin port, which is never the data port. */
public record AdminConfiguration(
        @Described("Address and port, or off.") @Default("127.0.0.1:8081") @Disableable @Nullable
        ListenAddress address,

        @Described(
                "The bearer token for routes that change something or show configuration, unless the port is on loopback.")
        @Nullable
        Secret token,

        @Described("Whether the dashboard and what it asks for are served, and traffic is looked at for it.")
        @Default("true")
        boolean dashboard,

        @Described("Paths of the admin port that plug-ins answer.") @Default({}) @Extensible("admin.routes")
        Map<String, Sourced<Record>> routes) {}
