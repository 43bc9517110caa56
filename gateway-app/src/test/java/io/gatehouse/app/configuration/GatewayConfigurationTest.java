package io.gatehouse.app.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.app.reading.ConfigurationInFile;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import io.gatehouse.configuration.Size;
import io.gatehouse.domain.quota.SharedCounterSettings.LedgerMode;
import io.gatehouse.http.accesslog.AccessLog.AccessLogFormat;
import io.gatehouse.registry.file.FileRegistrySettings;
import io.gatehouse.throttle.mongo.MongoThrottlingSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayConfigurationTest {

    private static final Path EXAMPLE = Path.of("src/test/resources/examples/gateway.yml");

    @TempDir
    Path directory;

    private final Problems problems = new Problems();

    private @Nullable GatewayConfiguration read(String yaml, Map<String, String> environment) throws Exception {
        Path file = Files.writeString(directory.resolve("gateway.yml"), yaml);
        return new ConfigurationInFile(file, environment).read(problems);
    }

    @Test
    void theExampleHoldsTheDefaults() {
        GatewayConfiguration example = new ConfigurationInFile(EXAMPLE, Map.of()).read(problems);
        assertThat(problems).hasToString("");
        assertThat(example)
                .usingRecursiveComparison()
                .ignoringFieldsOfTypes(Origin.class)
                .isEqualTo(GatewayConfiguration.standard());
        assertThat(example.registry()
                        .settings("file", FileRegistrySettings.class)
                        .path()
                        .resolve())
                .isEqualTo(EXAMPLE.resolveSibling("registry"));
    }

    @Test
    void theDefaultsAreWhatTheDocumentationSays() {
        GatewayConfiguration standard = GatewayConfiguration.standard();
        assertThat(standard.listen().get(0).address()).hasToString("127.0.0.1:8080");
        assertThat(standard.admin().address()).hasToString("127.0.0.1:8081");
        assertThat(standard.limits().maxBodySize()).isEqualTo(new Size(10 << 20));
        assertThat(standard.limits().maxConnectionsPerAddress()).isEqualTo(Portion.parse("10%"));
        assertThat(standard.key().headers()).containsExactly("key", "X-API-Key");
        assertThat(standard.shutdown().grace()).isEqualTo(Duration.ofSeconds(30));
        assertThat(standard.accessLog().format()).isEqualTo(AccessLogFormat.JSON);
    }

    @Test
    void whatIsCommentedOutInTheExampleIsUnderstood() throws Exception {
        GatewayConfiguration configuration = read("""
                listen: { address: "[::1]:0", tls: { certificate: server.pem, key: server.key }, http2: true, health-path: /health }
                registry: { source: mongo, mongo: { uri: "mongodb://localhost:27017", database: gateway, poll-interval: 5s } }
                throttling: { store: mongo, mongo: { uri: "mongodb://u:hush@h", mode: leased, on-outage: closed } }
                geo: { database: GeoLite2-Country.mmdb, unknown: allow }
                admin: { address: off, token: hush }
                """, Map.of());
        assertThat(problems).hasToString("");
        assertThat(configuration.listen().get(0).tls().certificate().resolve())
                .isEqualTo(directory.resolve("server.pem"));
        assertThat(configuration.admin().address()).isNull();
        assertThat(configuration.throttling().adapters().get("mongo").value())
                .isInstanceOfSatisfying(
                        MongoThrottlingSettings.class,
                        mongo -> assertThat(mongo.mode()).isEqualTo(LedgerMode.LEASED));
        assertThat(configuration.toString()).doesNotContain("hush");
    }

    @Test
    void severalPortsHaveTheirOwnSettings() throws Exception {
        GatewayConfiguration configuration = read("""
                listen:
                  - { address: "[::]:443", tls: { certificates: [{ certificate: a.pem }, { certificate: b.pem, key: b.key }], minimum: "1.3" }, hsts: { max-age: 30d, preload: true } }
                  - { address: "0.0.0.0:80", redirect-to-https: 443, health-path: /health }
                """, Map.of());
        assertThat(problems).hasToString("");
        assertThat(configuration.listen()).hasSize(2);
        var tls = configuration.listen().get(0).tls();
        assertThat(tls.all()).hasSize(2);
        assertThat(tls.all().get(0).key()).isNull();
        assertThat(configuration.listen().get(0).hsts().header()).isEqualTo("max-age=2592000; preload");
        assertThat(configuration.listen().get(1).redirectToHttps()).isEqualTo(443);
    }

    @Test
    void everyKeyHasItsVariable() throws Exception {
        GatewayConfiguration configuration = read(
                "environment: dev\n",
                Map.of(
                        "GATEWAY_LISTEN_ADDRESS",
                        "0.0.0.0:80",
                        "GATEWAY_REGISTRY_MONGO_URI",
                        "mongodb://h",
                        "GATEWAY_REGISTRY_SOURCE",
                        "mongo",
                        "GATEWAY_TRUSTED_PROXIES",
                        "10.0.0.0/8,192.0.2.1",
                        "GATEWAY_ADMIN_ADDRESS",
                        "off",
                        "SOAJS_MAX_BODY_SIZE",
                        "5242880"));
        assertThat(problems).hasToString("");
        assertThat(configuration.listen().get(0).address().port()).isEqualTo(80);
        assertThat(configuration.registry().source()).isEqualTo("mongo");
        assertThat(configuration.trustedProxies()).hasSize(2);
        assertThat(configuration.admin().address()).isNull();
        assertThat(configuration.limits().maxBodySize()).hasToString("5MB");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "listen: { address: 8080 }|listen.address: 8080 (expected an address and a port",
                "listen: { addres: x }|listen.addres: unknown key (expected one of address, socket, tls, http2, grpc-web, proxy-protocol, health-path, redirect-to-https, hsts; did you mean address?)",
                "admin: { address: \"127.0.0.1:8080\" }|(expected admin.address to differ from listen.address)",
                "registry: { source: mongo }|(expected mongo settings, as source is mongo)",
                "registry: { source: redis }|registry.source: \"redis\" (expected one of file, mongo, soajs)",
                "client-address: x-real-ip|client-address: \"x-real-ip\" (expected one of x-forwarded-for, forwarded)",
                "limits: { max-body-size: 10 MB }|limits.max-body-size: \"10 MB\" (expected a size",
                "limits: { max-in-flight: 0 }|limits.max-in-flight: 0 (expected a whole number from 1",
                "limits: { max-in-flight-per-tenant: 50 }|limits.max-in-flight-per-tenant: 50 (expected a percentage",
                "access-log: { format: xml }|access-log.format: \"xml\" (expected one of json, text, off)",
                "trusted-proxies: [loadbalancer]|trusted-proxies[0]: \"loadbalancer\"",
                "listen: { tls: { key: a.pem } }|(expected either certificate, perhaps with its key, or certificates, or acme)",
                "listen: { tls: { certificate: a.pem, certificates: [{ certificate: b.pem }] } }|(expected either certificate,",
                "listen: { tls: { certificate: a.pem, minimum: 1.1 } }|listen.tls.minimum: 1.1 (expected one of 1.2, 1.3",
                "listen: { tls: { acme: { storage: a, hosts: [] } } }|listen.tls.acme.hosts: an empty list",
                "listen: { tls: { acme: { hosts: [b.test] } } }|listen.tls.acme.storage",
                "listen: { tls: { acme: { storage: a, hosts: [\"*.b.test\"] } } }|listen.tls.acme.hosts[0]: \"*.b.test\" (expected a DNS name",
                "listen: { tls: { acme: { storage: a, hosts: [192.0.2.1] } } }|listen.tls.acme.hosts[0]: \"192.0.2.1\" (expected a DNS name",
                "listen: { tls: { acme: { storage: a, hosts: [b.test, B.test] } } }|(expected at most 100 hosts, each once)",
                "listen: { tls: { acme: { storage: a, hosts: [b.test], directory: \"http://b.test/\" } } }|listen.tls.acme.directory: \"http://b.test/\" (expected an address with https://)",
                "listen: { tls: { acme: { storage: a, hosts: [b.test], email: nobody } } }|listen.tls.acme.email: \"nobody\" (expected an address such as",
                "listen: { tls: { acme: { storage: a, hosts: [b.test], challenges: [dns-01] } } }|listen.tls.acme.challenges[0]: \"dns-01\" (expected one of http-01, tls-alpn-01",
                "listen: { tls: { acme: { storage: a, hosts: [b.test] }, client-certificates: { authorities: c.pem, require: true } } }|(expected challenges: [http-01] of acme",
                "listen: [{ address: \"127.0.0.1:81\", tls: { acme: { storage: a, hosts: [b.test] } } }, { address: \"127.0.0.1:82\", tls: { acme: { storage: a, hosts: [c.test] } } }]|(expected ports that say the same of acme",
                "admin: { socket-access: world }|admin.socket-access: \"world\" (expected one of owner, group",
                "listen: { hsts: 1d }|(expected hsts together with tls",
                "listen: { tls: { certificate: a.pem }, redirect-to-https: 443 }|(expected redirect-to-https without tls",
                "listen: { proxy-protocol: true }|(expected trusted-proxies, as only those may speak the PROXY protocol)",
                "listen: []|listen: an empty list (expected at least one item)",
                "listen: [{ address: \"127.0.0.1:81\" }, { address: \"127.0.0.1:81\" }]|(expected ports that listen at different",
                "listen: [{ socket: inherited }, { address: \"[::]:81\", socket: inherited }]|(expected one port at most that is",
                "listen: [{ address: \"127.0.0.1:81\" }, { addres: x }]|listen[1].addres: unknown key"
            })
    void tellsMistakes(String yaml, String problem) throws Exception {
        assertThat(read(yaml + "\n", Map.of())).isNull();
        assertThat(problems.toString()).contains(problem);
        assertThat(problems.total()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:8080,127.0.0.1,8080",
        "[::1]:0,::1,0",
        "localhost:65535,localhost,65535",
        "0.0.0.0:80,0.0.0.0,80"
    })
    void readsListenAddresses(String text, String host, int port) {
        assertThat(ListenAddress.parse(text))
                .isEqualTo(new ListenAddress(host, port))
                .hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8080",
                ":8080",
                "127.0.0.1",
                "127.0.0.1:",
                "127.0.0.1:65536",
                "::1:80",
                "[::1:80",
                "256.0.0.1:1",
                "a b:1"
            })
    void refusesOtherListenAddresses(String text) {
        assertThatThrownBy(() -> ListenAddress.parse(text)).isInstanceOf(MalformedValue.class);
    }
}
