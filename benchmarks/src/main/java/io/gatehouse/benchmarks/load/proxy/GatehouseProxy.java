package io.gatehouse.benchmarks.load.proxy;

import io.gatehouse.benchmarks.load.process.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The gateway with its whole pipeline, started as an operator would: key, access rule, token, limit, metrics, access log. Only bounds that are
 * there against single callers are lifted, since all callers come from one address.
 */
final class GatehouseProxy {

    private static final String MAIN = "io.gatehouse.app.Main";

    private static final String GATEWAY = """
            listen: { address: "127.0.0.1:%d" }
            admin: { address: "127.0.0.1:%d" }
            limits: { max-connections: 12000, max-connections-per-address: off, max-in-flight-per-tenant: off, max-body-size: 20MB }
            registry: { source: file, file: { path: registry, watch: false } }
            access-log: { format: json }
            """;

    private GatehouseProxy() {}

    static Target start(ProxyEnvironment environment, Tenancy tenancy, String name) throws IOException {
        int port = FreePorts.next();
        int admin = FreePorts.next();
        Path folder = environment.folder(name);
        Path configuration = folder.resolve("gateway.yml");
        Files.writeString(configuration, GATEWAY.formatted(port, admin));
        tenancy.write(folder.resolve("registry"), environment.backend());
        var command = environment
                .java()
                .proxy(folder.resolve("safepoints.log"), MAIN, "run", "--config", configuration.toString());
        return new Target(Target.Kind.GATEHOUSE, port, environment.start(name, command), folder, tenancy, admin);
    }
}
