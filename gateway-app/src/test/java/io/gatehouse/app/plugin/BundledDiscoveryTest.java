package io.gatehouse.app.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.command.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands say of the discoveries that come with the gateway; they ask nobody. */
class BundledDiscoveryTest {

    private static final String ALL = """
            discovery:
              dns: { servers: ["127.0.0.1:1", "[::1]:1"] }
              consul: { token: hush }
              kubernetes: { api: in-cluster }
              swarm: {}
            """;

    @TempDir
    private Path folder;

    private String configure(String more, String... hosts) throws IOException {
        Path file = Files.writeString(
                folder.resolve("gateway.yml"),
                "listen: { address: 127.0.0.1:0 }\nregistry: { file: { path: registry.yml, watch: false } }\n" + more);
        var services = new StringBuilder("services:\n  orders:\n    versions:\n");
        for (int n = 0; n < hosts.length; n++) {
            services.append("      \"" + (n + 1) + "\": { hosts: " + hosts[n] + ", requires: [] }\n");
        }
        Files.writeString(folder.resolve("registry.yml"), services);
        return file.toString();
    }

    @Test
    void everyFormOfHostsIsKnownAndShown() throws Exception {
        String name = configure(
                ALL,
                "{ dns: orders.internal, port: 9000 }",
                "{ srv: _http._tcp.orders.internal }",
                "{ consul: orders, tag: v2 }",
                "{ kubernetes: orders-v1, port: http, http2: true }",
                "{ kubernetes-service: orders, port: 80 }",
                "{ swarm: orders }");
        assertThat(ProgramRun.of("check", name).out()).contains("is fine: 1 service");
        assertThat(ProgramRun.of("routes", name).out())
                .contains("discovered by {dns: orders.internal, port: 9000, tls: false, http2: false}")
                .contains("discovered by {srv: _http._tcp.orders.internal, tls: false, http2: false}")
                .contains("discovered by {consul: orders, tag: v2, tls: false}")
                .contains("discovered by {kubernetes: orders-v1, port: http, tls: false, http2: true}")
                .contains("discovered by {kubernetes-service: orders, port: 80, tls: false}")
                .contains("discovered by {swarm: orders, tls: false}");
        assertThat(ProgramRun.of("explain", "GET", "/orders/v4/x", name).out())
                .contains(
                        "not known offline, discovered by {kubernetes: orders-v1, port: http, tls: false, http2: true}");
    }

    @Test
    void mistakesHaveTheirPlaces() throws Exception {
        String name = configure(
                ALL,
                "{ dns: orders.internal }",
                "{ dns: orders.internal, srv: orders.internal, port: 80 }",
                "{ kubernetes: Orders }",
                "{ swarm: orders, port: 0 }");
        assertThat(ProgramRun.of("check", name).err())
                .contains("services.orders.versions.1.hosts.port: ")
                .contains(
                        "registry.yml:5:45 services.orders.versions.2.hosts.srv: a second name (expected only one of dns, srv)")
                .contains(
                        "services.orders.versions.3.hosts.kubernetes: \"Orders\" (expected a name of lower-case letters")
                .contains("services.orders.versions.4.hosts.port: 0 (expected a whole number from 1 to 65535)");
    }

    @Test
    void wrongSettingsAreRefusedWithTheirPlaces() throws Exception {
        String name = configure("""
                discovery:
                  dns: { servers: [localhost], min-ttl: 2m }
                  consul: { token: hush, ca: none.pem }
                  kubernetes: { api: somewhere, token: hush, token-file: token }
                  swarm: { api: "unix:relative" }
                """, "[\"http://127.0.0.1:1\"]");
        assertThat(ProgramRun.of("check", name).err())
                .contains("gateway.yml:4:20 discovery.dns.servers[0]: \"localhost\" (expected an address")
                .contains("discovery.kubernetes.api: \"somewhere\" (expected in-cluster, or a URL")
                .contains("discovery.swarm.api: \"unix:relative\" (expected unix:///path")
                .doesNotContain("hush");
        String other = configure(
                "discovery: { consul: { ca: none.pem }, dns: { min-ttl: 2m } }\n", "[\"http://127.0.0.1:1\"]");
        assertThat(ProgramRun.of("check", other).err()).contains("min-ttl to be at most max-ttl");
        String third = configure("discovery: { consul: { ca: none.pem } }\n", "[\"http://127.0.0.1:1\"]");
        assertThat(ProgramRun.of("check", third).err())
                .contains("gateway.yml:3:28 discovery.consul.ca: \"none.pem\" (expected a file of certificates in PEM")
                .contains("there is no file");
    }
}
