package io.gatehouse.discovery.dns;

import io.gatehouse.discovery.fixture.DaemonTimer;
import io.gatehouse.discovery.fixture.FakeDnsServer;
import io.gatehouse.domain.upstream.HostDiscovery;
import io.gatehouse.domain.upstream.HostDiscoveryContract;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The contract of discoveries, by DNS. */
@Execution(ExecutionMode.CONCURRENT)
abstract class DnsDiscoveryContract extends HostDiscoveryContract {

    private final DaemonTimer timer = new DaemonTimer();
    final FakeDnsServer server;
    private HostDiscovery discovery;

    DnsDiscoveryContract() {
        try {
            server = new FakeDnsServer();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void make() {
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
