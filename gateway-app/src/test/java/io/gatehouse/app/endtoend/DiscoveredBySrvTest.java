package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.discovery.fixture.FakeDnsServer;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;

/** Hosts of SRV records over real sockets: those of a larger priority answer where those of a smaller one cannot. */
@Execution(ExecutionMode.CONCURRENT)
class DiscoveredBySrvTest {

    private static final String SERVICE = "_http._tcp.orders.test";

    @TempDir
    private Path folder;

    private FakeDnsServer names;

    @BeforeEach
    void begin() throws IOException {
        names = new FakeDnsServer();
        names.set(
                "here.test",
                new ARecord(FakeDnsServer.name("here.test"), DClass.IN, 0, InetAddress.getLoopbackAddress()));
    }

    @AfterEach
    void close() throws IOException {
        names.close();
    }

    private static Record record(int priority, int port) {
        return new SRVRecord(
                FakeDnsServer.name(SERVICE), DClass.IN, 0, priority, 1, port, FakeDnsServer.name("here.test"));
    }

    private static int port(Backend backend) {
        return URI.create(backend.url()).getPort();
    }

    private Gatehouse start(String question, String service) throws IOException {
        Files.writeString(
                folder.resolve("gateway.yml"), """
                listen: { address: 127.0.0.1:0 }
                admin: { address: 127.0.0.1:0 }
                access-log: { format: off }
                registry: { file: { path: registry.yml, watch: false } }
                discovery: { dns: { servers: ["127.0.0.1:%d"], addresses: ipv4, min-ttl: 50ms } }
                """.formatted(names.address().getPort()));
        Files.writeString(folder.resolve("registry.yml"), """
                services:
                  orders:
                %s    versions: { "1": { hosts: %s, requires: [] } }
                """.formatted(service, question));
        return Gatehouse.start(folder.resolve("gateway.yml"));
    }

    private static void awaitAnswerOf(String name, Gatehouse gateway) throws Exception {
        Eventually.holds(name + " answers", () -> answer(gateway).startsWith("200 " + name));
    }

    private static String answer(Gatehouse gateway) throws Exception {
        var response = Calls.get(gateway, "/orders/v1/x");
        return response.statusCode() + " " + response.body();
    }

    @Test
    void aCallThatCannotReachThePreferredHostIsMadeAtTheNext() throws Exception {
        try (Backend first = Backend.start("first");
                Backend second = Backend.start("second")) {
            names.set(SERVICE, record(10, port(first)), record(20, port(second)));
            try (Gatehouse gateway = start("{ srv: " + SERVICE + " }", "")) {
                awaitAnswerOf("first", gateway);
                first.stop();
                assertThat(answer(gateway)).startsWith("200 second");
                first.start();
                assertThat(answer(gateway)).startsWith("200 first");
                names.set(SERVICE, record(20, port(second)));
                awaitAnswerOf("second", gateway);
            }
        }
    }

    @Test
    void whileThePreferredHostIsUnhealthyTheNextAnswers() throws Exception {
        try (Backend first = Backend.start("first");
                Backend second = Backend.start("second")) {
            names.set(SERVICE, record(10, port(first)), record(20, port(second)));
            String probed =
                    "    retry: off\n    health-check: { path: /heartbeat, interval: 100ms, timeout: 5s, unhealthy-after: 1, healthy-after: 1 }\n";
            try (Gatehouse gateway = start("{ srv: " + SERVICE + " }", probed)) {
                awaitAnswerOf("first", gateway);
                first.sick(true);
                awaitAnswerOf("second", gateway);
                int before = first.calls();
                assertThat(answer(gateway)).startsWith("200 second");
                assertThat(first.calls()).isEqualTo(before);
                first.sick(false);
                awaitAnswerOf("first", gateway);
            }
        }
    }

    @Test
    void hostsAreSpokenToByHttp2WhereTheQuestionSaysSo() throws Exception {
        Undertow host = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setIoThreads(1)
                .setWorkerThreads(1)
                .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
                .setHandler(exchange ->
                        exchange.getResponseSender().send(exchange.getProtocol().toString()))
                .build();
        host.start();
        try {
            int port = ((InetSocketAddress) host.getListenerInfo().get(0).getAddress()).getPort();
            names.set(SERVICE, record(0, port));
            try (Gatehouse gateway = start("{ srv: " + SERVICE + ", http2: true }", "")) {
                awaitAnswerOf("HTTP/2.0", gateway);
            }
        } finally {
            host.stop();
        }
    }
}
