package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.configuration.GatewayConfiguration.MetricsConfiguration;
import io.gatehouse.app.configuration.LimitsConfiguration;
import io.gatehouse.app.configuration.ListenAddress;
import io.gatehouse.app.configuration.Portion;
import io.gatehouse.app.configuration.TrafficLogConfiguration;
import io.gatehouse.app.lifecycle.Endpoints;
import io.gatehouse.app.limits.ConnectionBudget;
import io.gatehouse.app.limits.FileDescriptors;
import io.gatehouse.app.version.Version;
import io.gatehouse.app.wiring.ListenersModule.Ports;
import io.gatehouse.configuration.Size;
import io.gatehouse.domain.request.ClientAddresses;
import io.gatehouse.domain.request.CredentialNames;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.http.HttpSettings;
import io.gatehouse.http.ListenerSettings;
import io.gatehouse.http.accesslog.AccessLog.AccessLogFormat;
import io.gatehouse.http.admin.AdminSettings;
import io.gatehouse.http.admin.AdminView;
import io.gatehouse.http.codec.HeadLimits;
import io.gatehouse.http.exchange.NotedDetails;
import io.gatehouse.http.exchange.Traces;
import io.gatehouse.http.inbound.ConnectionLimits;
import io.gatehouse.observability.tracing.TracingSettings;
import io.gatehouse.observability.tracing.TracingSettings.Parents;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the parts need to know of the configuration, in their own words. */
final class SettingsModule extends AbstractModule {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionBudget.class);

    /** Where the admin server would listen if it were not off. */
    private static final ListenAddress NOWHERE = new ListenAddress("127.0.0.1", 0);

    private final GatewayConfiguration configuration;

    SettingsModule(GatewayConfiguration configuration) {
        this.configuration = configuration;
    }

    @Override
    protected void configure() {
        bind(GatewayConfiguration.class).toInstance(configuration);
    }

    /** What is configured, as far as the process can open so many connections. */
    @Provides
    @Singleton
    ConnectionBudget connections() {
        LimitsConfiguration limits = configuration.limits();
        var wanted = new ConnectionBudget(limits.maxConnections(), limits.maxInFlight(), Integer.MAX_VALUE);
        Optional<FileDescriptors> descriptors = FileDescriptors.ofProcess();
        if (descriptors.isEmpty()) {
            return wanted;
        }
        ConnectionBudget budget = ConnectionBudget.of(
                wanted.clients(),
                wanted.inFlight(),
                descriptors.get(),
                Runtime.getRuntime().availableProcessors());
        if (budget.clients() < wanted.clients() || budget.inFlight() < wanted.inFlight()) {
            LOG.warn(
                    "The process may open {} files: limits.max-connections is {} instead of {}, limits.max-in-flight {}"
                            + " instead of {}; raise the limit with ulimit -n, or LimitNOFILE of the systemd unit",
                    descriptors.get().most(),
                    budget.clients(),
                    wanted.clients(),
                    budget.inFlight(),
                    wanted.inFlight());
        }
        return budget;
    }

    @Provides
    @Singleton
    HttpSettings http(ConnectionBudget connections, Ports ports, ClientAddresses addresses, GatewayClock clock) {
        LimitsConfiguration limits = configuration.limits();
        Portion perAddress = limits.maxConnectionsPerAddress();
        Integer handshakes = limits.maxHandshakesPerAddress();
        return new HttpSettings(
                ports.settings(),
                limits.maxBodySize().bytes(),
                headLimits(limits),
                new ConnectionLimits(
                        connections.clients(),
                        perAddress == null ? 0 : perAddress.of(connections.clients()),
                        handshakes == null ? 0 : handshakes,
                        configuration.throttling().ipv6Prefix(),
                        configuration.trustedProxies()),
                connections.upstreams(),
                connections.inFlight(),
                configuration.errors().format(),
                configuration.throttling().headers(),
                credentials(),
                ports.hostTls(),
                0,
                noted(),
                traces(addresses, clock));
    }

    private @Nullable Traces traces(ClientAddresses addresses, GatewayClock clock) {
        TracingSettings tracing = configuration.tracing();
        return tracing == null
                ? null
                : new Traces(
                        tracing.sample().share(),
                        tracing.maxPerSecond(),
                        tracing.parents() == Parents.ALL ? peer -> true : addresses::isTrusted,
                        clock);
    }

    private NotedDetails noted() {
        TrafficLogConfiguration log = configuration.trafficLog();
        if (log != null && DashboardModule.isOn(configuration)) {
            return NotedDetails.with(log.headers(), log.queries(), log.slow());
        }
        return configuration.tracing() == null ? NotedDetails.NONE : NotedDetails.timesAlone();
    }

    static HeadLimits headLimits(LimitsConfiguration limits) {
        int head = (int) Math.min(Integer.MAX_VALUE, limits.maxHeaderSize().bytes());
        Size target = limits.maxTargetSize();
        return new HeadLimits(
                head,
                target == null ? head : (int) Math.min(head, target.bytes()),
                limits.maxHeaders(),
                limits.maxQueryParameters());
    }

    @Provides
    @Singleton
    AdminSettings admin() {
        ListenAddress address = configuration.admin().address();
        return new AdminSettings(
                ListenersModule.socket(address == null ? NOWHERE : address),
                configuration.admin().token());
    }

    @Provides
    Endpoints endpoints(HttpSettings http, AdminSettings admin) {
        return new Endpoints(
                http.listeners().stream().map(ListenerSettings::address).toList(),
                http.listeners().stream().map(one -> one.tls() != null).toList(),
                admin.listen(),
                configuration.admin().address() != null);
    }

    @Provides
    MetricsConfiguration metrics() {
        return configuration.metrics();
    }

    @Provides
    AdminView.About about() {
        return new AdminView.About(configuration.environment(), Version.ofProgram());
    }

    @Provides
    Optional<AccessLogFormat> accessLog() {
        return Optional.ofNullable(configuration.accessLog().format());
    }

    @Provides
    @Singleton
    ClientAddresses clientAddresses() {
        return new ClientAddresses(configuration.trustedProxies(), configuration.clientAddress());
    }

    @Provides
    CredentialNames credentials() {
        String query = configuration.key().query();
        return new CredentialNames(
                configuration.key().headers(),
                query == null ? List.of() : List.of(query),
                CredentialNames.DEFAULT.tokenHeaders(),
                CredentialNames.DEFAULT.tokenParameters());
    }
}
