package io.gatehouse.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.FilePath;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Secret;
import io.gatehouse.discovery.api.Authorities;
import io.gatehouse.discovery.fixture.DaemonTimer;
import io.gatehouse.discovery.fixture.TcpRelay;
import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.HostSource;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.domain.upstream.HostDiscovery;
import io.gatehouse.domain.upstream.HostDiscoveryContract;
import io.gatehouse.plugin.ProcessEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The contract of discoveries over the API server that KUBERNETES_API names, whose certificate has to be good for 127.0.0.1 and signed by
 * the file KUBERNETES_CA; KUBERNETES_TOKEN may write EndpointSlices of the namespace default, and services of it.
 */
@EnabledIfEnvironmentVariable(
        named = "KUBERNETES_API",
        matches = "http.+",
        disabledReason = "KUBERNETES_API names no API server")
class KubernetesOnNamedServerTest extends HostDiscoveryContract {

    private static final URI API = URI.create(System.getenv().getOrDefault("KUBERNETES_API", "https://127.0.0.1:6443"));
    private static final @Nullable String TOKEN = System.getenv("KUBERNETES_TOKEN");
    private static final @Nullable String CA = System.getenv("KUBERNETES_CA");
    private static final String SLICES = "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices";

    private final String own = "-" + UUID.randomUUID();
    private final Set<String> slices = new HashSet<>();
    private final DaemonTimer timer = new DaemonTimer();
    private HttpClient client;
    private TcpRelay relay;
    private HostDiscovery discovery;

    @BeforeEach
    void begin() throws Exception {
        var building = HttpClient.newBuilder();
        if (CA != null) {
            building.sslContext(Authorities.of(Path.of(CA)));
        }
        client = building.build();
        relay = new TcpRelay(API);
        discovery = KubernetesModule.discovery(
                new KubernetesSettings(
                        new KubernetesApi(relay.uri()),
                        TOKEN == null ? null : Secret.parse(TOKEN),
                        null,
                        CA == null ? null : new FilePath(CA, Origin.of("KUBERNETES_CA")),
                        null,
                        null),
                new ProcessEnvironment("test", Map.of()),
                new SystemClock(),
                timer);
    }

    @AfterEach
    void close() throws Exception {
        ((AutoCloseable) discovery).close();
        relay.close();
        timer.close();
        for (String slice : slices) {
            send("DELETE", SLICES + "/" + slice, "");
        }
    }

    @Override
    protected HostDiscovery discovery() {
        return discovery;
    }

    @Override
    protected HostSource.Discovered source(String name) {
        return new HostSource.Discovered(
                "kubernetes", new KubernetesHosts(name + own, "http", null, false, null), Origin.of("test"));
    }

    @Override
    protected void register(String name, List<Host> hosts) {
        String slice = name + own + "-a";
        String endpoints = hosts.stream()
                .map(host -> "{\"addresses\": [\"" + host.address().host() + "\"], \"conditions\": {\"ready\": true}}")
                .collect(Collectors.joining(", "));
        String spec = """
                {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice", "addressType": "IPv4",
                 "metadata": {"name": "%s", "labels": {"kubernetes.io/service-name": "%s"}},
                 "ports": [{"name": "http", "port": 8080, "protocol": "TCP"}], "endpoints": [%s]}
                """.formatted(slice, name + own, endpoints);
        if (slices.add(slice)) {
            send("POST", SLICES, spec);
        } else {
            send("PUT", SLICES + "/" + slice, spec);
        }
    }

    private void send(String method, String path, String body) {
        try {
            var request = HttpRequest.newBuilder(API.resolve(path))
                    .method(method, BodyPublishers.ofString(body))
                    .header("Content-Type", "application/json");
            if (TOKEN != null) {
                request.header("Authorization", "Bearer " + TOKEN);
            }
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
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
}
