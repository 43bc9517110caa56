package io.gatehouse.app.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.app.lifecycle.StartFailure;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated("it looks for threads of any gateway in the process")
class StartFailureTest {

    private static final String REGISTRY = """
            services:
              orders:
                versions: { "1": { hosts: ["http://127.0.0.1:9"], requires: [] } }
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"listen", "admin"})
    void namesThePortThatIsTaken(String which) throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            String other = which.equals("listen") ? "admin" : "listen";
            String settings = which + ": { address: 127.0.0.1:" + taken.getLocalPort() + " }\n" + other
                    + ": { address: 127.0.0.1:0 }\n";

            assertThatThrownBy(() -> Gatehouse.start(
                            GatehouseConfiguration.parse(settings).withRegistry(REGISTRY)))
                    .isInstanceOf(StartFailure.class)
                    .hasMessage("port " + taken.getLocalPort() + " is in use: something else listens on 127.0.0.1:"
                            + taken.getLocalPort() + " (" + which + ".address)");
        }
    }

    @Test
    void leavesNothingRunningBehind() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            Set<Thread> before = gatewayThreads();
            assertThatThrownBy(() -> Gatehouse.start(GatehouseConfiguration.parse("listen: { address: 127.0.0.1:"
                                    + taken.getLocalPort() + " }\nadmin: { address: 127.0.0.1:0 }\n")
                            .withRegistry(REGISTRY)))
                    .isInstanceOf(StartFailure.class);

            // XNIO counts a thread as ended a moment before it is.
            for (Thread thread : gatewayThreads()) {
                if (!before.contains(thread)) {
                    thread.join(60_000);
                }
            }
            assertThat(before).containsAll(gatewayThreads());
        }
    }

    @Test
    void tellsTheProblemsOfAllFilesAtOnce() throws Exception {
        Files.createDirectory(folder.resolve("registry"));
        Path file = folder.resolve("gateway.yml");
        Files.writeString(file, "listen: { adress: 127.0.0.1:0 }\nlimits: { max-in-flight: many }\n");
        Files.writeString(
                folder.resolve("registry/services.yml"), "services: { orders: { load-balancing: robbin } }\n");

        assertThatThrownBy(() -> Gatehouse.start(file))
                .isInstanceOf(StartFailure.class)
                .message()
                .startsWith("the configuration has 3 problems:\n1. ")
                .contains("gateway.yml:1:11 listen.adress: ")
                .contains("did you mean address?")
                .contains("gateway.yml:2:26 limits.max-in-flight: ")
                .contains("services.yml:1:")
                .contains("services.orders.load-balancing: ");
    }

    @Test
    void saysThatThereIsNoSuchFile() {
        assertThatThrownBy(() -> Gatehouse.start(folder.resolve("nothing.yml")))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("nothing.yml: no such file");
    }

    @Test
    void saysThatThereIsNoRegistry() throws Exception {
        Path file = Files.writeString(folder.resolve("gateway.yml"), "environment: dev\n");

        assertThatThrownBy(() -> Gatehouse.start(file))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("registry")
                .hasMessageContaining("no such file or directory");
    }

    @Test
    void refusesWhatItCannotProtectWithEachPlace() {
        var configuration = GatehouseConfiguration.parse("""
                        listen: { address: 127.0.0.1:0, tls: { certificate: c.pem, key: k.pem } }
                        admin: { address: 127.0.0.1:0 }
                        """).withRegistry(REGISTRY);

        assertThatThrownBy(() -> Gatehouse.start(configuration))
                .isInstanceOf(StartFailure.class)
                .message()
                .matches(
                        "the gateway cannot start with this configuration:\n1\\. configuration:1:\\d+ listen\\.tls\\.certificate: c\\.pem; .*there is no such file");
    }

    private static Set<Thread> gatewayThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("gatehouse")
                        || thread.getName().startsWith("XNIO"))
                .filter(Thread::isAlive)
                .collect(Collectors.toSet());
    }
}
