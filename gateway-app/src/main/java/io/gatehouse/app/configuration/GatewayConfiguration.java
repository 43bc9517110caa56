package io.gatehouse.app.configuration;

import io.gatehouse.configuration.Binder;
import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Disableable;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Matching;
import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import io.gatehouse.domain.address.AddressRange;
import io.gatehouse.security.geo.GeoConfiguration;
import io.gatehouse.security.token.TokenVerifierConfiguration.TokenStoreConfiguration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of the process: what it listens on and where its data lives. Changing it needs a restart; what may
 * change while running is in the registry. Immutable.
 */
public record GatewayConfiguration(
        @Described("The environment that keys and tokens must be for.")
        @Default("dev")
        @Matching(value = "[A-Za-z0-9][A-Za-z0-9_.-]{0,127}", expected = "a name of letters, digits, '_', '.' and '-'")
        String environment,

        @Described("Environments whose opaque tokens of the token store are accepted here as well.") @Default({})
        Set<String> sensitiveEnvironments,

        @Described("The data port.") @Default({}) ListenConfiguration listen,

        @Described("Proxies in front of the gateway; only these may say who the client is.") @Default({})
        List<AddressRange> trustedProxies,

        @Described("The one header believed from trusted proxies.") @Default("x-forwarded-for")
        ClientAddressHeader clientAddress,

        @Described("Where callers put their key.") @Default({})
        KeyConfiguration key,

        @Described("The admin port: health, metrics, maintenance routes.") @Default({})
        AdminConfiguration admin,

        @Described("What a single client, or all together, may take.") @Default({})
        LimitsConfiguration limits,

        @Described("Where services, products, tenants and policy are kept.") @Default({})
        RegistryConfiguration registry,

        @Described("Where throttling counts.") @Default({}) ThrottlingConfiguration throttling,

        @Described("Where opaque tokens are looked up that no endpoint is asked for.") @Disableable @Nullable
        TokenStoreConfiguration tokenStore,

        @Described("Which country an address is in.") @Disableable @Nullable
        GeoConfiguration geo,

        @Described("How refusals are told.") @Default({}) ErrorsConfiguration errors,

        @Described("One line for each request.") @Default({})
        AccessLogConfiguration accessLog,

        @Described("What is measured.") @Default({}) MetricsConfiguration metrics,

        @Described("How the process ends.") @Default({}) ShutdownConfiguration shutdown) {

    public GatewayConfiguration {
        sensitiveEnvironments = Set.copyOf(sensitiveEnvironments);
        trustedProxies = List.copyOf(trustedProxies);
        ListenAddress other = admin.address();
        if (other != null && other.port() != 0 && other.equals(listen.address())) {
            throw new MalformedValue("admin.address to differ from listen.address");
        }
    }

    /** All defaults. Files are relative to the working directory. */
    public static GatewayConfiguration standard() {
        Problems problems = new Problems();
        Node.Mapping empty = new Node.Mapping(Origin.of("defaults"), List.of());
        GatewayConfiguration configuration = Binder.bind(empty, GatewayConfiguration.class, problems);
        return Objects.requireNonNull(configuration, problems::toString);
    }

    /** The same with another data port. */
    public GatewayConfiguration withListen(ListenConfiguration other) {
        return with(other, admin, registry);
    }

    /** The same with another admin port. */
    public GatewayConfiguration withAdmin(AdminConfiguration other) {
        return with(listen, other, registry);
    }

    /** The same with another registry. */
    public GatewayConfiguration withRegistry(RegistryConfiguration other) {
        return with(listen, admin, other);
    }

    private GatewayConfiguration with(
            ListenConfiguration newListen, AdminConfiguration newAdmin, RegistryConfiguration newRegistry) {
        return new GatewayConfiguration(
                environment,
                sensitiveEnvironments,
                newListen,
                trustedProxies,
                clientAddress,
                key,
                newAdmin,
                limits,
                newRegistry,
                throttling,
                tokenStore,
                geo,
                errors,
                accessLog,
                metrics,
                shutdown);
    }
}
