package io.gatehouse.discovery.consul;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Secret;
import io.gatehouse.discovery.fixture.DaemonTimer;
import io.gatehouse.discovery.fixture.HeardReports;
import io.gatehouse.discovery.fixture.TcpRelay;
import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.HostSource;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.domain.upstream.HostDiscovery;
import io.gatehouse.domain.upstream.HostDiscoveryContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The contract of discoveries over the agent of Consul that CONSUL_HTTP_ADDR names, such as http://127.0.0.1:8500. */
@EnabledIfEnvironmentVariable(
        named = "CONSUL_HTTP_ADDR",
        matches = "http.+",
        disabledReason = "CONSUL_HTTP_ADDR names no agent")
class ConsulOnNamedServerTest extends HostDiscoveryContract {

    private static final URI AGENT =
            URI.create(System.getenv().getOrDefault("CONSUL_HTTP_ADDR", "http://127.0.0.1:8500"));

    private final String own = "-" + UUID.randomUUID();
    private final Set<String> registered = new HashSet<>();
    private final DaemonTimer timer = new DaemonTimer();
    private TcpRelay relay;
    private HostDiscovery discovery;

    @BeforeEach
    void begin() throws IOException {
        relay = new TcpRelay(AGENT);
        String token = System.getenv("CONSUL_HTTP_TOKEN");
        discovery = ConsulModule.discovery(
                new ConsulSettings(relay.uri(), token == null ? null : Secret.parse(token), null),
                new SystemClock(),
                timer);
    }

    @AfterEach
    void close() throws Exception {
        ((AutoCloseable) discovery).close();
        relay.close();
        timer.close();
        for (String id : List.copyOf(registered)) {
            deregister(id);
        }
    }

    @Override
    protected HostDiscovery discovery() {
        return discovery;
    }

    private ConsulHosts question(String name) {
        return new ConsulHosts(name + own, null, null, false, null);
    }

    @Override
    protected HostSource.Discovered source(String name) {
        return new HostSource.Discovered("consul", question(name), Origin.of("test"));
    }

    @Override
    protected void register(String name, List<Host> hosts) {
        var now = new HashSet<String>();
        for (Host host : hosts) {
            now.add(register(name, host.address().host(), host.address().port(), ""));
        }
        for (String id : List.copyOf(registered)) {
            if (id.startsWith(name) && !now.contains(id)) {
                deregister(id);
            }
        }
    }

    private String register(String name, String address, int port, String more) {
        String id = name + own + "-" + address;
        put("/v1/agent/service/register", """
                {"ID": "%s", "Name": "%s", "Address": "%s", "Port": %d%s}
                """.formatted(id, name + own, address, port, more));
        registered.add(id);
        return id;
    }

    private void deregister(String id) {
        put("/v1/agent/service/deregister/" + id, "");
        registered.remove(id);
    }

    private static void put(String path, String body) {
        try {
            var request = HttpRequest.newBuilder(AGENT.resolve(path)).PUT(BodyPublishers.ofString(body));
            String token = System.getenv("CONSUL_HTTP_TOKEN");
            if (token != null) {
                request.header("X-Consul-Token", token);
            }
            var response = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected void fails(boolean failing) {
        try {
            relay.cut(failing);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void instancesCountWhoseChecksPassAndSayWhatTheySpeak() throws Exception {
        register(
                "orders",
                "10.0.0.1",
                80,
                ", \"Meta\": {\"protocol\": \"grpc\"}, \"Weights\": {\"Passing\": 40, \"Warning\": 1}");
        String slow = register("orders", "10.0.0.2", 81, ", \"Check\": {\"TTL\": \"1h\", \"Status\": \"critical\"}");
        var reports = new HeardReports();
        try (HostDiscovery.Watch watch =
                discovery.watch(new VersionKey("orders", VersionNumber.parse("1")), source("orders"), reports)) {
            assertThat(watch).isNotNull();
            reports.await("h2c://10.0.0.1:80*40");
            put("/v1/agent/check/pass/service:" + slow, "");
            reports.await("h2c://10.0.0.1:80*40 10.0.0.2:81*1");
            put("/v1/agent/check/fail/service:" + slow, "");
            reports.await("h2c://10.0.0.1:80*40");
        }
    }
}
