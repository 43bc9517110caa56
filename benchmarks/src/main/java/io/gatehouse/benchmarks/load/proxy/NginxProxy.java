package io.gatehouse.benchmarks.load.proxy;

import io.gatehouse.benchmarks.load.process.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** nginx with one worker, keeping its connections, and writing the headers that the gateway writes too. */
final class NginxProxy {

    private static final String CONFIGURATION = """
            daemon off;
            worker_processes 1;
            pid proxy.pid;
            error_log stderr crit;
            events { worker_connections 16384; }
            http {
              access_log off;
              client_body_temp_path proxy-temp/1;
              proxy_temp_path proxy-temp/2;
              fastcgi_temp_path proxy-temp/3;
              uwsgi_temp_path proxy-temp/4;
              scgi_temp_path proxy-temp/5;
              keepalive_timeout 300s;
              keepalive_requests 1000000000;
              client_max_body_size 0;
              upstream behind {
                server 127.0.0.1:%d;
                keepalive %d;
                keepalive_requests 1000000000;
                keepalive_timeout 300s;
              }
              server {
                listen 127.0.0.1:%d backlog=4096;
                location / {
                  proxy_pass http://behind;
                  proxy_http_version 1.1;
                  proxy_request_buffering off;
                  proxy_max_temp_file_size 0;
                  proxy_set_header Connection "";
                  proxy_set_header Host $proxy_host;
                  proxy_set_header X-Request-Id $request_id;
                  proxy_set_header X-Forwarded-For $remote_addr;
                  proxy_set_header X-Forwarded-Proto $scheme;
                  proxy_set_header X-Forwarded-Host $http_host;
                }
              }
            }
            """;

    private NginxProxy() {}

    static Target start(ProxyEnvironment environment) throws IOException {
        int port = FreePorts.next();
        Path folder = environment.folder("nginx");
        Files.createDirectories(folder.resolve("proxy-temp"));
        Path configuration = folder.resolve("proxy.conf");
        Files.writeString(
                configuration, CONFIGURATION.formatted(environment.backendPort(), 4 * environment.connections(), port));
        var command = List.of("nginx", "-p", folder.toString(), "-c", configuration.toString(), "-e", "stderr");
        return new Target(Target.Kind.NGINX, port, environment.start("nginx", command), folder, Tenancy.USUAL, 0);
    }
}
