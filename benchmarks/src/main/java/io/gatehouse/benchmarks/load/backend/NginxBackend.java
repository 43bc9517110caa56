package io.gatehouse.benchmarks.load.backend;

import io.gatehouse.benchmarks.load.backend.Backend.Payload;
import io.gatehouse.benchmarks.load.process.Child;
import io.gatehouse.benchmarks.load.process.Children;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The backend as an nginx with one worker: the quickest answer there is to put behind a proxy. */
final class NginxBackend {

    private static final String CONFIGURATION = """
            daemon off;
            worker_processes 1;
            pid backend.pid;
            error_log stderr crit;
            events { worker_connections 16384; }
            http {
              access_log off;
              client_body_temp_path backend-temp/1;
              proxy_temp_path backend-temp/2;
              fastcgi_temp_path backend-temp/3;
              uwsgi_temp_path backend-temp/4;
              scgi_temp_path backend-temp/5;
              keepalive_timeout 300s;
              keepalive_requests 1000000000;
              sendfile on;
              open_file_cache max=100 inactive=600s;
              open_file_cache_valid 600s;
              client_max_body_size 0;
              default_type application/json;
              server {
                listen 127.0.0.1:%d backlog=4096;
                root backend-files;
                location = %s { return 200 '%s'; }
                location / { error_page 405 =200 $uri; }
              }
            }
            """;

    private NginxBackend() {}

    static Child start(Children children, Path folder, int port) throws IOException {
        Files.createDirectories(folder.resolve("backend-temp"));
        Path files = Files.createDirectories(folder.resolve("backend-files"));
        for (int bytes : Payload.sizes()) {
            Path file = files.resolve(Payload.path(bytes).substring(1));
            Files.createDirectories(file.getParent());
            Files.writeString(file, Payload.json(bytes));
        }
        Path configuration = folder.resolve("backend.conf");
        Files.writeString(
                configuration, CONFIGURATION.formatted(port, Payload.path(Payload.USUAL), Payload.json(Payload.USUAL)));
        var command = List.of("nginx", "-p", folder.toString(), "-c", configuration.toString(), "-e", "stderr");
        return children.start("backend", command, Redirect.DISCARD);
    }
}
