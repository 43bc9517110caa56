package io.gatehouse.benchmarks.load.proxy;

import io.gatehouse.benchmarks.load.process.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** HAProxy with one thread, keeping its connections, and writing the headers that the gateway writes too. */
final class HaproxyProxy {

    private static final String CONFIGURATION = """
            global
              nbthread 1
              maxconn 12000
              no strict-limits
            defaults
              mode http
              timeout connect 5s
              timeout client 300s
              timeout server 300s
              timeout http-keep-alive 300s
              option forwardfor
              http-reuse always
              unique-id-format %%[uuid()]
              unique-id-header X-Request-Id
            frontend in
              bind 127.0.0.1:%d backlog 4096
              http-request set-header X-Forwarded-Proto http
              http-request set-header X-Forwarded-Host %%[req.hdr(Host)]
              default_backend behind
            backend behind
              server b1 127.0.0.1:%d pool-max-conn %d
            """;

    private HaproxyProxy() {}

    static Target start(ProxyEnvironment environment) throws IOException {
        int port = FreePorts.next();
        Path folder = environment.folder("haproxy");
        Path configuration = folder.resolve("haproxy.cfg");
        Files.writeString(
                configuration, CONFIGURATION.formatted(port, environment.backendPort(), 4 * environment.connections()));
        var command = List.of("haproxy", "-db", "-f", configuration.toString());
        return new Target(Target.Kind.HAPROXY, port, environment.start("haproxy", command), folder, Tenancy.USUAL, 0);
    }
}
