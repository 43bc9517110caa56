package io.gatehouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.endtoend.Backend;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gateway in a process of its own that counts in a store. */
final class SharingGateway implements AutoCloseable {

    private static final Pattern LISTENING =
            Pattern.compile("listening on http://127\\.0\\.0\\.1:(\\d+), admin on (http://[0-9.:]+), ");
    private static final HttpClient ADMIN = HttpClient.newHttpClient();

    private final Program program;
    private final int port;
    private final String adminUrl;

    private SharingGateway(Program program) {
        this.program = program;
        Matcher told = LISTENING.matcher(
                program.awaitErr(line -> LISTENING.matcher(line).find()));
        assertThat(told.find()).isTrue();
        this.port = Integer.parseInt(told.group(1));
        this.adminUrl = told.group(2);
    }

    /**
     * Starts one with a service for each strategy, whose clients tell their addresses in X-Forwarded-For.
     *
     * @param store settings of {@code throttling.mongo}, in flow style
     * @param strategies by the name of the service that each is for, in flow style
     */
    static SharingGateway start(Path folder, String store, Map<String, String> strategies, Backend backend)
            throws IOException {
        var named = new StringBuilder("throttling:\n  strategies:\n");
        strategies.forEach((service, strategy) -> named.append("    of-%s: { %s }\n".formatted(service, strategy)));
        named.append("  services:\n");
        strategies.keySet().forEach(service -> named.append("    %s: { public: of-%1$s }\n".formatted(service)));
        named.append("services:\n");
        strategies
                .keySet()
                .forEach(service -> named.append("  %s: { versions: { \"1\": { hosts: [\"%s\"], requires: [] } } }\n"
                        .formatted(service, backend.url())));
        return start(folder, store, named.toString());
    }

    /** Starts one with this registry. */
    static SharingGateway start(Path folder, String store, String services) throws IOException {
        Path file = Files.writeString(folder.resolve("gateway.yml"), """
                listen: { address: "127.0.0.1:0" }
                admin: { address: "127.0.0.1:0" }
                trusted-proxies: ["127.0.0.1"]
                access-log: { format: off }
                registry: { file: { path: services.yml, watch: false } }
                throttling:
                  store: mongo
                  mongo: { %s }
                """.formatted(store));
        Files.writeString(folder.resolve("services.yml"), services);
        return new SharingGateway(Program.start(
                List.of("-Xmx256m", "-XX:TieredStopAtLevel=4"), Map.of(), "run", "--config", file.toString()));
    }

    int port() {
        return port;
    }

    /** What {@code /health} says, without white space. */
    String health() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(adminUrl + "/health")).build();
        return ADMIN.send(request, BodyHandlers.ofString()).body().replaceAll("\\s", "");
    }

    /** Waits until {@code /health} says this: another process tells of it only when it is asked. */
    void awaitHealth(String what, Predicate<String> wanted) throws IOException, InterruptedException {
        var pace = new Pace();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        for (String health = health(); !wanted.test(health); health = health()) {
            assertThat(System.nanoTime()).as("in time: %s; %s", what, health).isLessThan(end);
            pace.after(100, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
