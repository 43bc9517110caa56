package io.gatehouse.app.endtoend;

import io.gatehouse.app.startup.Gatehouse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Calls to a gateway as clients make them. */
final class Calls {

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(60))
            .build();

    private Calls() {}

    static HttpResponse<String> get(Gatehouse gateway, String path) throws IOException, InterruptedException {
        return send(request(gateway.address(), path));
    }

    static HttpResponse<String> admin(Gatehouse gateway, String path) throws IOException, InterruptedException {
        return send(request(gateway.adminAddress(), path));
    }

    static HttpResponse<String> method(Gatehouse gateway, String method, String path)
            throws IOException, InterruptedException {
        return send(request(gateway.address(), path).method(method, BodyPublishers.noBody()));
    }

    static HttpRequest.Builder request(InetSocketAddress address, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + path))
                .timeout(Duration.ofSeconds(60));
    }

    static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    static HttpClient client() {
        return CLIENT;
    }
}
