package io.gatehouse.discovery.dns;

import io.gatehouse.discovery.fixture.DaemonTimer;
import io.gatehouse.discovery.fixture.FakeDnsServer;
import io.gatehouse.domain.upstream.HostDiscovery;
import io.gatehouse.domain.upstream.HostDiscoveryContract;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.xbill.DNS.Record;

/** The contract of discoveries, by DNS. */
@Execution(ExecutionMode.CONCURRENT)
abstract class DnsDiscoveryContract extends HostDiscoveryContract {

    private final DaemonTimer timer = new DaemonTimer();
    private final FakeDnsServer server;
    private @Nullable NamedDnsServer named;
    private HostDiscovery discovery;

    DnsDiscoveryContract() {
        try {
            server = new FakeDnsServer();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The server that answers, with ours before it; null for ours alone. */
    @Nullable
    NamedDnsServer named() {
        return null;
    }

    /** What names end with. */
    final String domain() {
        return named == null ? ".test" : named.domain;
    }

    /** From now on a name has these records alone. */
    final void set(String name, Record... records) {
        if (named == null) {
            server.set(name, records);
        } else {
            named.set(name, records);
        }
    }

    @BeforeEach
    void make() {
        named = named();
        if (named != null) {
            server.handOnTo(named.address);
        }
        discovery = DnsModule.discovery(settings(AddressFamily.IPV4, server), timer);
    }

    static DnsSettings settings(AddressFamily family, FakeDnsServer... servers) {
        return new DnsSettings(
                List.of(servers).stream()
                        .map(server -> new DnsServer(server.address()))
                        .toList(),
                family,
                Duration.ofSeconds(20),
                Duration.ofMillis(20),
                Duration.ofMinutes(1));
    }

    @AfterEach
    void close() throws Exception {
        ((AutoCloseable) discovery).close();
        server.close();
        timer.close();
    }

    @Override
    protected HostDiscovery discovery() {
        return discovery;
    }

    @Override
    protected void fails(boolean failing) {
        server.conduct(failing ? FakeDnsServer.Conduct.FAILS : FakeDnsServer.Conduct.ANSWERS);
    }
}
