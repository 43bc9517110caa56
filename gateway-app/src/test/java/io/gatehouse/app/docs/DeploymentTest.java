package io.gatehouse.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.app.reading.ConfigurationInFile;
import io.gatehouse.app.reading.LoadedConfiguration;
import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.app.startup.GatehouseConfiguration;
import io.gatehouse.domain.upstream.HeldPort;
import io.gatehouse.mongodb.MongoConnections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** What stands in deploy/ is what a container, systemd and Kubernetes can work with, as far as that shows without them. */
class DeploymentTest {

    private static final Path ROOT = Path.of("..");
    private static final Path DEPLOY = ROOT.resolve("deploy");
    private static final Path CHART = DEPLOY.resolve("helm/gatehouse");

    @TempDir
    private Path folder;

    @Test
    void theImageRunsAsNobodyInParticularFromTheArchive() throws IOException {
        List<String> lines = Files.readAllLines(DEPLOY.resolve("docker/Dockerfile"));
        assertThat(lines).contains("USER 10001:10001", "STOPSIGNAL SIGTERM", "VOLUME /tmp");
        assertThat(lines.stream().filter(line -> line.startsWith("FROM ")))
                .isNotEmpty()
                .allMatch(line -> line.matches("FROM [a-z-]+:[0-9]+-jre( AS [a-z]+)?"));
        int user = lines.indexOf("USER 10001:10001");
        assertThat(lines.subList(user, lines.size()))
                .noneMatch(line -> line.startsWith("USER") && !line.equals("USER 10001:10001"))
                .noneMatch(line -> line.startsWith("RUN") || line.startsWith("COPY"));
        assertThat(lines).contains("ENTRYPOINT [\"/opt/gatehouse/bin/gatehouse\"]");
        assertThat(Files.isExecutable(ROOT.resolve("gateway-app/src/assembly/bin/gatehouse")))
                .isTrue();
    }

    @Test
    void theHealthCheckOfTheImageAsksWhetherTheGatewayIsReady() throws Exception {
        String dockerfile = Files.readString(DEPLOY.resolve("docker/Dockerfile"));
        int at = dockerfile.indexOf("CMD [\"bash\"");
        JsonNode command = new ObjectMapper().readTree(dockerfile.substring(at + 4, dockerfile.indexOf('\n', at)));
        String check = command.get(2).asText();
        var configuration = GatehouseConfiguration.parse(
                        "listen: { address: \"127.0.0.1:0\" }\nadmin: { address: \"127.0.0.1:0\" }\naccess-log: { format: off }\n")
                .withRegistry("services: {}\n");
        try (Gatehouse gateway = Gatehouse.start(configuration);
                HeldPort nobody = HeldPort.any()) {
            int ready = gateway.adminAddress().getPort();
            assertThat(exitOf(check.replace("8081", Integer.toString(ready)))).isZero();
            assertThat(exitOf(check.replace("8081", Integer.toString(nobody.number()))))
                    .isNotZero();
        }
    }

    private static int exitOf(String script) throws Exception {
        Process bash = new ProcessBuilder("bash", "-c", script)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(bash.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return bash.exitValue();
    }

    @Test
    void theUnitGivesTheGatewayWhatItNeedsAndNoMore() throws IOException {
        List<String> lines = Files.readAllLines(DEPLOY.resolve("systemd/gatehouse.service"));
        assertThat(lines)
                .contains(
                        "Type=notify",
                        "NotifyAccess=all",
                        "ExecReload=/bin/kill -HUP $MAINPID",
                        "User=gatehouse",
                        "NoNewPrivileges=yes",
                        "ProtectSystem=strict",
                        "ProtectHome=yes",
                        "PrivateTmp=yes",
                        "SystemCallFilter=@system-service",
                        "CapabilityBoundingSet=CAP_NET_BIND_SERVICE")
                .doesNotContain("MemoryDenyWriteExecute=yes");
    }

    @Test
    void theConfigurationOfTheComposeFileIsGood() throws IOException {
        Path file = DEPLOY.resolve("compose/gateway.yml");
        try (var connections = new MongoConnections();
                LoadedConfiguration read = LoadedConfiguration.of(
                        new ConfigurationInFile(file, Map.of()), Optional.empty(), connections)) {
            assertThat(read.problems()).hasToString("");
            assertThat(read.refusals()).isEmpty();
            assertThat(read.warnings()).isEmpty();
        }
        Map<String, Object> services = map(map(yaml(Files.readString(DEPLOY.resolve("compose/compose.yml"))))
                .get("services"));
        services.values()
                .forEach(service -> assertThat(map(service))
                        .containsEntry("read_only", true)
                        .containsEntry("cap_drop", List.of("ALL")));
        assertThat(Files.readString(DEPLOY.resolve("compose/registry/orders.yml")))
                .contains("http://orders:9001");
    }

    @Test
    void theConfigurationOfTheChartIsGood() throws IOException {
        Map<String, Object> values = values();
        Files.writeString(
                folder.resolve("gateway.yml"), values.get("configuration").toString());
        Files.createDirectory(folder.resolve("registry"));
        for (Map.Entry<String, Object> file : map(values.get("registry")).entrySet()) {
            Files.writeString(
                    folder.resolve("registry").resolve(file.getKey()),
                    file.getValue().toString());
        }
        try (var connections = new MongoConnections();
                LoadedConfiguration read = LoadedConfiguration.of(
                        new ConfigurationInFile(folder.resolve("gateway.yml"), Map.of()),
                        Optional.empty(),
                        connections)) {
            assertThat(read.problems()).hasToString("");
            assertThat(read.configuration()
                            .shutdown()
                            .delay()
                            .plus(read.configuration().shutdown().grace())
                            .plusSeconds(5))
                    .isLessThanOrEqualTo(
                            Duration.ofSeconds(((Number) values.get("terminationGracePeriodSeconds")).longValue()));
        }
    }

    @Test
    void theChartHasProbesABudgetForDisruptionsAndAutoscalingByOption() throws IOException {
        Map<String, Map<String, Object>> plain = rendered(values());
        assertThat(plain.keySet())
                .containsExactlyInAnyOrder(
                        "ConfigMap edge-configuration",
                        "ConfigMap edge-registry",
                        "Deployment edge",
                        "Service edge",
                        "PodDisruptionBudget edge");
        Map<String, Object> deployment = map(plain.get("Deployment edge").get("spec"));
        assertThat(deployment).containsEntry("replicas", 2);
        Map<String, Object> pod = map(map(deployment.get("template")).get("spec"));
        assertThat(map(pod.get("securityContext"))).containsEntry("runAsNonRoot", true);
        Map<String, Object> container = map(((List<?>) pod.get("containers")).get(0));
        assertThat(container).containsKeys("startupProbe", "readinessProbe", "livenessProbe", "resources");
        assertThat(map(container.get("securityContext"))).containsEntry("readOnlyRootFilesystem", true);
        assertThat(map(plain.get("ConfigMap edge-configuration").get("data")).get("gateway.yml"))
                .isEqualTo(values().get("configuration"));

        Map<String, Object> more = values();
        more.put("secretName", "keys");
        more.put("tlsSecretName", "tls");
        more.put("acmeClaimName", "certificates");
        more.put("serviceAccountName", "finds-hosts");
        Map<String, Object> scaling = new HashMap<>(map(more.get("autoscaling")));
        scaling.put("enabled", true);
        more.put("autoscaling", scaling);
        Map<String, Map<String, Object>> scaled = rendered(more);
        assertThat(scaled).containsKey("HorizontalPodAutoscaler edge").hasSize(6);
        assertThat(map(scaled.get("Deployment edge").get("spec"))).doesNotContainKey("replicas");
        assertThat(scaled.get("HorizontalPodAutoscaler edge").toString()).contains("http_server_active_requests");
        assertThat(scaled.get("Deployment edge").toString())
                .contains("secretRef", "/etc/gatehouse/tls", "claimName=certificates");
        Map<String, Object> finding =
                map(map(map(scaled.get("Deployment edge").get("spec")).get("template"))
                        .get("spec"));
        assertThat(pod).containsEntry("automountServiceAccountToken", false).doesNotContainKey("serviceAccountName");
        assertThat(finding)
                .doesNotContainKey("automountServiceAccountToken")
                .containsEntry("serviceAccountName", "finds-hosts");
    }

    private static Map<String, Map<String, Object>> rendered(Map<String, Object> values) throws IOException {
        var template = new ChartTemplate("edge", values);
        Map<String, Map<String, Object>> all = new HashMap<>();
        for (Path file : templates()) {
            for (Object document : new Yaml().loadAll(template.render(Files.readString(file)))) {
                Map<String, Object> resource = map(document);
                assertThat(resource).containsKeys("apiVersion", "kind", "metadata");
                all.put(
                        resource.get("kind") + " "
                                + map(resource.get("metadata")).get("name"),
                        resource);
            }
        }
        return all;
    }

    private static List<Path> templates() throws IOException {
        try (var files = Files.list(CHART.resolve("templates"))) {
            return new ArrayList<>(files.sorted().toList());
        }
    }

    private static Map<String, Object> values() throws IOException {
        return new HashMap<>(map(yaml(Files.readString(CHART.resolve("values.yaml")))));
    }

    private static Object yaml(String text) {
        return new Yaml().load(text);
    }

    @SuppressWarnings("unchecked") // what is no mapping is a failure of the test
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
