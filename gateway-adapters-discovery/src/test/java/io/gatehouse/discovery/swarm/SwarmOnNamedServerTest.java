package io.gatehouse.discovery.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Origin;
import io.gatehouse.discovery.api.ApiResponse;
import io.gatehouse.discovery.fixture.DaemonTimer;
import io.gatehouse.discovery.fixture.HeardReports;
import io.gatehouse.domain.service.HostSource;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.domain.upstream.HostDiscovery;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * Tasks of the swarm whose manager SWARM_API names, such as unix:///var/run/docker.sock: they come, become more and fewer, and go. They run
 * the image SWARM_IMAGE, which has to be there and to run until it is stopped, in the overlay network SWARM_NETWORK.
 */
@EnabledIfEnvironmentVariable(named = "SWARM_API", matches = "unix:.+", disabledReason = "SWARM_API names no engine")
class SwarmOnNamedServerTest {

    private static final String TASK = "h2c://[0-9.]+:8080\\*1";

    private final String api = System.getenv("SWARM_API");
    private final String name = "gatehouse-" + UUID.randomUUID();

    @Test
    void tasksComeAndGo() throws Exception {
        var reports = new HeardReports();
        var settings = new SwarmSettings(
                EngineAddress.parse(api), null, System.getenv("SWARM_NETWORK"), Duration.ofMillis(100));
        try (var timer = new DaemonTimer()) {
            HostDiscovery discovery = SwarmModule.discovery(settings, new SystemClock(), timer);
            create();
            try (HostDiscovery.Watch watch = discovery.watch(
                    new VersionKey("orders", VersionNumber.parse("1")),
                    new HostSource.Discovered(
                            "swarm", new SwarmHosts(name, null, null, null, false, null), Origin.of("test")),
                    reports)) {
                assertThat(watch).isNotNull();
                reports.await(report -> report.matches(TASK + " " + TASK));
                scale(3);
                reports.await(report -> report.matches(TASK + " " + TASK + " " + TASK));
                scale(1);
                reports.await(report -> report.matches(TASK));
            } finally {
                call("DELETE", "/services/" + name, "");
                ((AutoCloseable) discovery).close();
            }
        }
    }

    private String spec(int replicas) {
        return """
                {"Name": "%s", "Labels": {"gatehouse.port": "8080", "gatehouse.protocol": "h2c"},
                 "Mode": {"Replicated": {"Replicas": %d}}, "EndpointSpec": {"Mode": "dnsrr"},
                 "TaskTemplate": {"ContainerSpec": {"Image": "%s"}, "Networks": [{"Target": "%s"}]}}
                """.formatted(name, replicas, System.getenv("SWARM_IMAGE"), System.getenv("SWARM_NETWORK"));
    }

    private void create() throws IOException {
        call("POST", "/services/create", spec(2));
    }

    private void scale(int replicas) throws IOException {
        String now = call("GET", "/services/" + name, "");
        int version = ApiResponse.json(now.getBytes(StandardCharsets.UTF_8))
                .path("Version")
                .path("Index")
                .asInt();
        call("POST", "/services/" + name + "/update?version=" + version, spec(replicas));
    }

    /** What the engine answers, without its head. */
    private String call(String method, String path, String body) throws IOException {
        var socket = UnixDomainSocketAddress.of(Path.of(api.substring("unix://".length())));
        try (SocketChannel channel = SocketChannel.open(socket)) {
            byte[] content = body.getBytes(StandardCharsets.UTF_8);
            String head = method + " /v1.41" + path + " HTTP/1.0\r\nHost: engine\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + content.length + "\r\n\r\n";
            channel.write(ByteBuffer.wrap((head + body).getBytes(StandardCharsets.UTF_8)));
            String answer = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).matches("(?s)HTTP/1\\.[01] 20.*");
            return answer.substring(answer.indexOf("\r\n\r\n") + 4);
        }
    }
}
