package io.gatehouse.benchmarks.load.proxy;

import io.gatehouse.benchmarks.load.process.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The gateway with one service on one host, started as an operator would. */
final class GatehouseProxy {

    private static final String MAIN = "io.gatehouse.app.Main";
    private static final String SERVICE = "bench";

    private static final String GATEWAY = """
            listen: { address: "127.0.0.1:%d" }
            admin: { address: "127.0.0.1:%d" }
            registry:
              source: file
              file: { path: registry, watch: false }
            access-log: { format: %s }
            """;

    private static final String SERVICES = """
            services:
              %s:
                versions:
                  "1":
                    hosts: ["%s"]
                    requires: []
            """;

    private GatehouseProxy() {}

    static Target start(ProxyEnvironment environment) throws IOException {
        int port = FreePorts.next();
        String log = environment.accessLog().off() ? "\"off\"" : "json";
        Path configuration = environment.folder().resolve("gateway.yml");
        Path registry = Files.createDirectories(environment.folder().resolve("registry"));
        Files.writeString(configuration, GATEWAY.formatted(port, FreePorts.next(), log));
        Files.writeString(registry.resolve("services.yml"), SERVICES.formatted(SERVICE, environment.backend()));
        var command = environment.java().proxy(MAIN, "run", "--config", configuration.toString());
        var child = environment
                .children()
                .start("gatehouse", command, environment.accessLog().redirect());
        String path = "/" + SERVICE + environment.workload().path();
        return new Target(Target.Kind.GATEHOUSE, "http://127.0.0.1:" + port + path, child);
    }
}
