package io.gatehouse.registry.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Disableable;
import io.gatehouse.configuration.ExtensionTypes;
import io.gatehouse.configuration.FilePath;
import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Problems;
import io.gatehouse.configuration.Size;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFileTest {

    record Limits(
            @Default("10MB") Size maxBodySize,
            @Default("5") @Disableable @Nullable Integer maxConnections) {}

    record Registry(
            @Default("file") String source,
            @Default("registry") FilePath path) {}

    record Settings(
            String environment,
            @Default({}) List<String> trustedProxies,
            @Default({}) List<String> sensitiveEnvironments,
            @Default({}) Limits limits,
            @Default({}) Registry registry) {}

    @TempDir
    Path directory;

    private Path file;
    private final Problems problems = new Problems();

    @BeforeEach
    void write() throws Exception {
        file = directory.resolve("gateway.yml");
        Files.writeString(file, "environment: dev\n");
    }

    private @Nullable Settings read(Map<String, String> environment) {
        Node.Mapping tree = TreeText.read(file, environment, ReadingLimits.PROCESS, problems);
        return ConfigurationFile.bind(tree, environment, Settings.class, ExtensionTypes.NONE, problems);
    }

    @Test
    void readsTheFile() {
        Settings settings = read(Map.of("HOME", "/"));
        assertThat(settings.environment()).isEqualTo("dev");
        assertThat(settings.registry().path().resolve()).isEqualTo(directory.resolve("registry"));
    }

    @Test
    void variablesOverrideTheFile() {
        Settings settings = read(Map.of(
                "GATEWAY_ENVIRONMENT",
                "prod",
                "GATEWAY_LIMITS_MAX_BODY_SIZE",
                "1KB",
                "GATEWAY_LIMITS_MAX_CONNECTIONS",
                "off",
                "GATEWAY_TRUSTED_PROXIES",
                "10.0.0.0/8, 192.0.2.1",
                "GATEWAY_SENSITIVE_ENVIRONMENTS",
                "[a, 'b,c']",
                "GATEWAY_REGISTRY_SOURCE",
                "mongo"));
        assertThat(problems).hasToString("");
        assertThat(settings.environment()).isEqualTo("prod");
        assertThat(settings.limits()).isEqualTo(new Limits(new Size(1024), null));
        assertThat(settings.trustedProxies()).containsExactly("10.0.0.0/8", "192.0.2.1");
        assertThat(settings.sensitiveEnvironments()).containsExactly("a", "b,c");
        assertThat(settings.registry().source()).isEqualTo("mongo");
        assertThat(settings.registry().path().resolve()).isEqualTo(directory.resolve("registry"));
    }

    @Test
    void aPathInAVariableIsRelativeToTheWorkingDirectory() {
        assertThat(read(Map.of("GATEWAY_REGISTRY_PATH", "other"))
                        .registry()
                        .path()
                        .resolve())
                .isEqualTo(Path.of("other"));
    }

    @Test
    void problemsOfAVariableNameIt() {
        assertThat(read(Map.of("GATEWAY_LIMITS_MAX_BODY_SIZE", "much", "GATEWAY_ENVIRONMENT", "")))
                .isNull();
        assertThat(problems.toString())
                .contains(
                        "GATEWAY_LIMITS_MAX_BODY_SIZE limits.max-body-size: \"much\" (expected a size",
                        "GATEWAY_ENVIRONMENT environment: an empty value (expected a text)");
    }

    @Test
    void unknownVariablesAreProblems() {
        assertThat(read(Map.of("GATEWAY_LIMIT_MAX_BODY_SIZE", "1MB"))).isNull();
        assertThat(problems.toString())
                .contains(
                        "GATEWAY_LIMIT_MAX_BODY_SIZE: unknown variable", "did you mean GATEWAY_LIMITS_MAX_BODY_SIZE?");
    }

    @Test
    void leavesTheVariablesOfKubernetesAlone() {
        read(Map.of(
                "GATEWAY_SERVICE_HOST",
                "10.0.0.1",
                "GATEWAY_SERVICE_PORT_HTTP",
                "80",
                "GATEWAY_PORT",
                "tcp://10.0.0.1:80",
                "GATEWAY_PORT_80_TCP_ADDR",
                "10.0.0.1",
                "GATEWAY_ADMIN_SERVICE_PORT",
                "81"));
        assertThat(problems).hasToString("");
    }

    @Test
    void understandsTheVariablesOfSoajs() {
        Settings settings = read(Map.of(
                "SOAJS_ENV", "stg",
                "SOAJS_SOLO", "true",
                "SOAJS_MAX_BODY_SIZE", "2097152",
                "SOAJS_SENSITIVE_ENVS", "[\"dashboard\"]"));
        assertThat(problems).hasToString("");
        assertThat(settings.environment()).isEqualTo("stg");
        assertThat(settings.registry().source()).isEqualTo("file");
        assertThat(settings.limits().maxBodySize()).isEqualTo(new Size(2L << 20));
        assertThat(settings.sensitiveEnvironments()).containsExactly("dashboard");
    }

    @Test
    void ourVariablesWinOverThoseOfSoajs() {
        assertThat(read(Map.of("SOAJS_ENV", "stg", "GATEWAY_ENVIRONMENT", "prod"))
                        .environment())
                .isEqualTo("prod");
    }

    @Test
    void refusesToDiscoverHostsFromElsewhere() {
        assertThat(read(Map.of("SOAJS_DEPLOY_HA", "kubernetes"))).isNotNull();
        assertThat(problems).hasToString("");
        assertThat(read(Map.of("SOAJS_DEPLOY_HA", "mesos"))).isNull();
        assertThat(problems.toString()).contains("SOAJS_DEPLOY_HA: \"mesos\"", "kubernetes or swarm");
    }

    @Test
    void aMissingFileIsAProblem() {
        file = directory.resolve("none.yml");
        assertThat(read(Map.of())).isNull();
        assertThat(problems.toString()).contains("none.yml: no such file (expected a readable file");
    }
}
