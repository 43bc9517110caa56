package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.command.ProgramRun;
import io.gatehouse.app.startup.Gatehouse;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Usage over real sockets: what was called is counted, shown and kept. */
class UsageTest {

    private static final String REGISTRY = """
            services:
              orders:
                routes: [{ path: /shop }]
                versions: { "1": { hosts: ["%s"], requires: [key] } }
            products: { shop: { packages: { basic: { acl: { orders: { "1": {} } } } } } }
            tenants:
              acme:
                name: Acme
                applications: { web: { package: shop/basic, keys: { one: { value: key-of-acme } } } }
            """;

    private Backend backend;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() {
        backend = Backend.start("one");
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    private static int call(Gatehouse gateway, String path, String body) throws Exception {
        return Calls.send(Calls.request(gateway.address(), path)
                        .header("key", "key-of-acme")
                        .POST(BodyPublishers.ofString(body)))
                .statusCode();
    }

    private static String usage(Gatehouse gateway, String query) throws Exception {
        HttpResponse<String> response = Calls.admin(gateway, "/usage?" + query);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    @Test
    void countsWhatWasCalledByWhomAndHow() throws Exception {
        try (Gatehouse gateway = Gatehouse.start(Configurations.of(REGISTRY.formatted(backend.url())))) {
            assertThat(call(gateway, "/shop/items", "seven b")).isEqualTo(200);
            assertThat(call(gateway, "/orders/v1/items", "")).isEqualTo(200);
            assertThat(Calls.get(gateway, "/shop/items").statusCode()).isEqualTo(401);
            assertThat(Calls.get(gateway, "/nothing").statusCode()).isEqualTo(404);

            Eventually.holds(
                    "all are counted",
                    () -> usage(gateway, "by=status&format=csv")
                                    .lines()
                                    .skip(1)
                                    .mapToLong(UsageTest::calls)
                                    .sum()
                            == 4);
            assertThat(usage(gateway, "by=tenant,application,key,service,version,status&format=csv")
                            .lines())
                    .hasSize(4)
                    .anyMatch(line -> line.startsWith("acme,web,acme/web/one,orders,1,2xx,2,7,"))
                    .anyMatch(line -> line.startsWith(",,,orders,1,4xx,1,0,"))
                    .anyMatch(line -> line.startsWith(",,,,,4xx,1,0,"));
            assertThat(Calls.admin(gateway, "/metrics").body()).contains("gatehouse_usage_store_out 0.0");
            assertThat(Calls.admin(gateway, "/unused").body()).contains("\"watched_days\" : 0");
            String live = "http://127.0.0.1:" + gateway.adminAddress().getPort();
            ProgramRun run = ProgramRun.of("usage", "--live", live, "--by", "tenant", "--where", "tenant=acme");
            assertThat(run.out().lines().skip(1)).singleElement().asString().startsWith("acme,2,7,");
            assertThat(ProgramRun.of("unused", "--live", live, "--days", "7").out())
                    .contains("nothing can be called unused for 7 days yet");
            ProgramRun wrong = ProgramRun.of("usage", "--live", live, "--by", "colour");
            assertThat(wrong.code()).isEqualTo(1);
            assertThat(wrong.err()).contains("by is not what it can be");
        }
    }

    /** Also of the last call, which was not written before the gateway was told to stop. */
    @Test
    void everythingIsInTheStoreWhenTheGatewayHasEnded() throws Exception {
        try (EmulatedStore store = new EmulatedStore()) {
            String settings = "usage: { store: mongo, mongo: { uri: \"" + store.uri() + "\" } }\n";
            for (int round = 0; round < 2; round++) {
                try (Gatehouse gateway =
                        Gatehouse.start(Configurations.with(settings, REGISTRY.formatted(backend.url())))) {
                    for (int n = 0; n < 5; n++) {
                        assertThat(call(gateway, "/shop/items", "x")).isEqualTo(200);
                    }
                }
            }
            try (Gatehouse gateway =
                    Gatehouse.start(Configurations.with(settings, REGISTRY.formatted(backend.url())))) {
                assertThat(usage(gateway, "by=tenant&format=csv").lines().skip(1))
                        .singleElement()
                        .asString()
                        .startsWith("acme,10,10,");
            }
        }
    }

    @Test
    void countsNothingIfItIsOff() throws Exception {
        try (Gatehouse gateway =
                Gatehouse.start(Configurations.with("usage: off\n", REGISTRY.formatted(backend.url())))) {
            assertThat(call(gateway, "/shop/items", "")).isEqualTo(200);
            assertThat(Calls.admin(gateway, "/usage").statusCode()).isEqualTo(404);
            assertThat(Calls.admin(gateway, "/unused").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void asksTheGatewayOfAConfiguration() throws Exception {
        Path file = Files.writeString(folder.resolve("gateway.yml"), "admin: { address: off }\n");

        ProgramRun off = ProgramRun.of("usage", file.toString());
        assertThat(off.code()).isEqualTo(1);
        assertThat(off.err()).contains("admin.address is off, and there is no admin.socket");
        Files.writeString(file, "admin: { adress: 127.0.0.1:1 }\n");
        assertThat(ProgramRun.of("unused", file.toString()).err()).contains("adress: unknown key");
    }

    private static long calls(String line) {
        return Long.parseLong(line.split(",", -1)[1]);
    }
}
