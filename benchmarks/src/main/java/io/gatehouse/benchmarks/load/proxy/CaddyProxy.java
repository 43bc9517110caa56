package io.gatehouse.benchmarks.load.proxy;

import io.gatehouse.benchmarks.load.process.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Caddy with one processor, keeping its connections, and writing the headers that the gateway writes too. */
final class CaddyProxy {

    private static final String CONFIGURATION = """
            {
              admin off
              auto_https off
              persist_config off
              log {
                level ERROR
              }
            }
            http://127.0.0.1:%d {
              reverse_proxy 127.0.0.1:%d {
                header_up X-Request-Id {http.request.uuid}
                transport http {
                  keepalive_idle_conns_per_host %d
                }
              }
            }
            """;

    private CaddyProxy() {}

    static Target start(ProxyEnvironment environment) throws IOException {
        int port = FreePorts.next();
        Path folder = environment.folder("caddy");
        Path configuration = folder.resolve("Caddyfile");
        Files.writeString(
                configuration, CONFIGURATION.formatted(port, environment.backendPort(), 4 * environment.connections()));
        var command = List.of(
                "env",
                "GOMAXPROCS=1",
                "HOME=" + folder,
                "caddy",
                "run",
                "--adapter",
                "caddyfile",
                "--config",
                configuration.toString());
        return new Target(Target.Kind.CADDY, port, environment.start("caddy", command), folder, Tenancy.USUAL, 0);
    }
}
