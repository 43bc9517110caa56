package io.gatehouse.app.configuration;

import io.gatehouse.acme.AcmeSettings;
import io.gatehouse.configuration.Binder;
import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Disableable;
import io.gatehouse.configuration.Extensible;
import io.gatehouse.configuration.ExtensionTypes;
import io.gatehouse.configuration.FilePath;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Matching;
import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.OneOrMany;
import io.gatehouse.configuration.OrZero;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import io.gatehouse.configuration.Range;
import io.gatehouse.configuration.Size;
import io.gatehouse.configuration.Sourced;
import io.gatehouse.domain.address.AddressRange;
import io.gatehouse.domain.request.ForwardedHeader;
import io.gatehouse.http.ListenerSettings.SocketKind;
import io.gatehouse.http.accesslog.AccessLog.AccessLogFormat;
import io.gatehouse.http.exchange.ErrorResponse.ErrorFormat;
import io.gatehouse.observability.anomaly.AnalyticsSettings;
import io.gatehouse.observability.tracing.TracingSettings;
import io.gatehouse.plugin.ExtensionPoint;
import io.gatehouse.security.device.DeviceParserModule.DeviceParserConfiguration;
import io.gatehouse.security.geo.GeoConfiguration;
import io.gatehouse.security.token.TokenVerifierConfiguration;
import io.gatehouse.security.token.TokenVerifierConfiguration.TokenStoreConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

        @Described(
                "Environments whose opaque tokens of the token store are accepted here as well; with a SOAJS installation [dashboard].")
        @Default({})
        Set<String> sensitiveEnvironments,

        @Described("The data port, or a list of several.") @Default({}) @OneOrMany
        List<ListenConfiguration> listen,

        @Described("Proxies in front of the gateway; only these may say who the client is.") @Default({})
        List<AddressRange> trustedProxies,

        @Described("The one header believed from trusted proxies.") @Default("x-forwarded-for")
        ForwardedHeader clientAddress,

        @Described("Where callers put their key.") @Default({})
        KeyConfiguration key,

        @Described("The admin port: health, metrics, maintenance routes.") @Default({})
        AdminConfiguration admin,

        @Described("What a single client, or all together, may take.") @Default({})
        LimitsConfiguration limits,

        @Described(
                "TLS towards upstream hosts that want more than what Java trusts; the first that is for a host counts.")
        @Default({})
        List<UpstreamTlsConfiguration> upstreamTls,

        @Described("Where services, products, tenants and policy are kept.") @Default({})
        RegistryConfiguration registry,

        @Described("Where throttling counts.") @Default({}) ThrottlingConfiguration throttling,

        @Described("Who has used what, or off: nobody counts that.") @Default({}) @Disableable @Nullable
        UsageConfiguration usage,

        @Described("Where opaque tokens are looked up that no endpoint is asked for.") @Disableable @Nullable
        TokenStoreConfiguration tokenStore,

        @Described("Which country an address is in.") @Disableable @Nullable
        GeoConfiguration geo,

        @Described("Who verifies tokens instead of the gateway: one plug-in.")
        @Default({})
        @Extensible("token-verifier")
        Map<String, Sourced<Record>> tokenVerifier,

        @Described("What recognises devices by their user agent instead of the gateway: one plug-in.")
        @Default({})
        @Extensible("device")
        Map<String, Sourced<Record>> device,

        @Described("Stages of plug-ins; those at one place in the order in which they are written.")
        @Default({})
        @Extensible("stages")
        Map<String, Sourced<Record>> stages,

        @Described("Plug-ins that are notified of every exchange.") @Default({}) @Extensible("traffic-listeners")
        Map<String, Sourced<Record>> trafficListeners,

        @Described("Who finds out where versions run, by the name that hosts of a version say.")
        @Default({})
        @Extensible("discovery")
        Map<String, Sourced<Record>> discovery,

        @Described(
                "Settings of plug-ins that choose hosts, by the name that load-balancing of a service says; those that need none"
                        + " need not stand here.")
        @Default({})
        @Extensible(value = "load-balancing", standing = true)
        Map<String, Sourced<Record>> loadBalancing,

        @Described("Plug-ins besides those in the folder plugins of the installation: jars, or folders of jars.")
        @Default({})
        List<FilePath> plugins,

        @Described("The form of refusals.") @Default({}) ErrorsConfiguration errors,

        @Described("One line for each request.") @Default({})
        AccessLogConfiguration accessLog,

        @Described("The latest requests, kept in memory for the dashboard and explain --request-id.")
        @Default({})
        @Disableable
        @Nullable
        TrafficLogConfiguration trafficLog,

        @Described("What is measured.") @Default({}) MetricsConfiguration metrics,

        @Described("Where traces go; the gateway takes no part in any without it.") @Disableable @Nullable
        TracingSettings tracing,

        @Described("What routes and hosts did, minute by minute, and where a route is not as usual.")
        @Default({})
        @Disableable
        @Nullable
        AnalyticsSettings analytics,

        @Described("How the process ends.") @Default({}) ShutdownConfiguration shutdown) {

    private static final Set<String> SENSITIVE_WITH_SOAJS = Set.of("dashboard");

    public GatewayConfiguration {
        sensitiveEnvironments = Set.copyOf(sensitiveEnvironments);
        trustedProxies = List.copyOf(trustedProxies);
        plugins = List.copyOf(plugins);
        upstreamTls = List.copyOf(upstreamTls);
        if (tokenVerifier.size() > 1 || device.size() > 1) {
            throw new MalformedValue("one token-verifier and one device at most");
        }
        List<String> names = upstreamTls.stream()
                .map(UpstreamTlsConfiguration::name)
                .filter(Objects::nonNull)
                .toList();
        if (Set.copyOf(names).size() < names.size()) {
            throw new MalformedValue("entries of upstream-tls with different names");
        }
        listen = List.copyOf(listen);
        Set<ListenAddress> taken = new HashSet<>();
        if (admin.address() != null) {
            taken.add(admin.address());
        }
        for (ListenConfiguration one : listen) {
            if (one.address().port() != 0 && !taken.add(one.address())) {
                throw new MalformedValue(
                        one.address().equals(admin.address())
                                ? "admin.address to differ from listen.address"
                                : "ports that listen at different addresses");
            }
        }
        Map<Path, AcmeSettings> issued = new HashMap<>();
        for (ListenConfiguration one : listen) {
            AcmeSettings acme = one.tls() == null || one.tls().acme() == null
                    ? null
                    : one.tls().acme().settings();
            if (acme != null && !acme.equals(issued.computeIfAbsent(acme.storage(), any -> acme))) {
                throw new MalformedValue("ports that say the same of acme, or keep it in different storage");
            }
        }
        if (trustedProxies.isEmpty() && listen.stream().anyMatch(ListenConfiguration::proxyProtocol)) {
            throw new MalformedValue("trusted-proxies, as only those may speak the PROXY protocol");
        }
        if (listen.stream().filter(one -> one.socket() == SocketKind.INHERITED).count() > 1) {
            throw new MalformedValue("one port at most that is inherited, as there is one standard input");
        }
    }

    /** All defaults. Files are relative to the working directory. */
    public static GatewayConfiguration standard() {
        Problems problems = new Problems();
        Node.Mapping empty = new Node.Mapping(Origin.of("defaults"), List.of());
        ExtensionTypes own = BundledAdapters.types(BundledAdapters.named());
        GatewayConfiguration configuration = Binder.bind(empty, GatewayConfiguration.class, own, problems);
        return Objects.requireNonNull(configuration, problems::toString);
    }

    /** The adapters that are used at a place, or at others of the same section, with their settings, in the order in which they are written. */
    public Map<String, Sourced<Record>> adapters(ExtensionPoint point) {
        return switch (point) {
            case REGISTRY_SOURCE -> registry.used();
            case COUNTER_STORE, QUOTA_LEDGER -> throttling.used();
            case USAGE_STORE -> usage == null ? Map.of() : usage.used();
            case TOKEN_VERIFIER -> tokenVerifier.isEmpty() ? standard("gatehouse", tokens()) : tokenVerifier;
            case GEO -> geo == null ? Map.of() : geo.used();
            case DEVICE -> device.isEmpty() ? standard("uap", new DeviceParserConfiguration()) : device;
            case TRAFFIC_LISTENER -> listeners();
            case STAGE_BEFORE_KEY, STAGE_AFTER_CALLER, STAGE_BEFORE_FORWARDING -> stages;
            case HOST_DISCOVERY -> discovery;
            case LOAD_BALANCING -> loadBalancing;
            case ADMIN_ROUTE -> admin.routes();
        };
    }

    /** The settings of an adapter that has no section. */
    private static Map<String, Sourced<Record>> standard(String name, Record settings) {
        return Map.of(name, new Sourced<>(settings, Origin.of("configuration")));
    }

    private Map<String, Sourced<Record>> listeners() {
        Map<String, Sourced<Record>> listeners = new LinkedHashMap<>(trafficListeners);
        if (tracing != null) {
            listeners.put(TracingSettings.ADAPTER, new Sourced<>(tracing, tracing.origin()));
        }
        return listeners;
    }

    private TokenVerifierConfiguration tokens() {
        // A head holds a character in a byte.
        Size longest = limits.maxTokenSize();
        boolean usual = sensitiveEnvironments.isEmpty() && registry.source().equals("soajs");
        Set<String> environments = new HashSet<>(usual ? SENSITIVE_WITH_SOAJS : sensitiveEnvironments);
        environments.add(environment);
        return new TokenVerifierConfiguration(
                longest == null ? limits.maxHeaderSize() : longest, environment, environments, tokenStore);
    }

    /** The form of refusals. */
    public record ErrorsConfiguration(
            @Described("problem: RFC 9457; soajs: the envelope of SOAJS.") @Default("problem")
            ErrorFormat format) {}

    /** One line for each request, on standard output. */
    public record AccessLogConfiguration(
            @Described("The form of a line.") @Default("json") @Disableable @Nullable
            AccessLogFormat format) {}

    /** What metrics are kept. */
    public record MetricsConfiguration(
            @Described("How many tenants have metrics of their own, the busiest; all others are counted together.")
            @Default("100")
            @Range(min = 1, max = 1_000)
            @Disableable
            @Nullable
            Integer tenants) {}

    /** How the process ends. */
    public record ShutdownConfiguration(
            @Described(
                    "How long new connections are still taken, each for one request, so that balancers and clients notice that it ends.")
            @Default("0s")
            @OrZero
            Duration delay,

            @Described("How long requests under way may take to finish.") @Default("30s") @OrZero
            Duration grace) {}
}
