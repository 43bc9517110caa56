package io.gatehouse.dashboard;

import com.sun.net.httpserver.HttpServer;
import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.app.startup.GatehouseConfiguration;
import io.gatehouse.domain.upstream.ReturningServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A gateway with services, tenants and limits to be shown, whose admin port may go away and come back. */
final class ShownGateway implements AutoCloseable {

    static final String TOKEN = "the-token-of-the-tests";

    private static final String REGISTRY = """
            throttling:
              strategies:
                scarce: { algorithm: sliding-window, limit: 5, window: 10m, per: key }
                fair: { algorithm: sliding-window, limit: 300, window: 60s, per: key, adaptive: { min: 100, max: 1000 } }
              services:
                orders: { public: scarce, apis: [/offers] }
                invoices: { public: fair, apis: [/fair] }
            services:
              orders:
                load-balancing: round-robin
                retry: { attempts: 1, on: [503], budget: 100%% }
                circuit-breaker: { failure-rate: 95%%, open-for: 10s }
                versions:
                  "1": { hosts: ["http://127.0.0.1:%1$d"], requires: [key] }
                  "2": { hosts: ["http://127.0.0.1:%1$d", "http://127.0.0.1:%2$d"], requires: [key] }
                rollout: { version: "2", share: 25%%, stick-to: key }
              invoices:
                observe: [requires]
                versions:
                  "1": { hosts: ["http://127.0.0.1:%1$d"], requires: [key] }
              reports:
                health-check: { path: /heartbeat, interval: 1h, slow-start: off }
                versions:
                  "1": { hosts: ["http://127.0.0.1:%2$d"], requires: [] }
            products:
              shop:
                packages:
                  basic:
                    acl:
                      orders: { "1": {}, "2": {} }
                      invoices: { "1": {} }
            tenants:
              acme:
                name: Acme Inc.
                applications:
                  storefront:
                    package: shop/basic
                    keys:
                      web: { value: %3$s, environment: dev }
                      batch: { value: other-%3$s, environment: dev }
              globex:
                name: Globex
                applications:
                  portal:
                    package: shop/basic
                    keys:
                      main: { value: third-%3$s, environment: dev }
            """;

    static final String KEY = "key-of-the-dashboard-tests-0123456789";

    private final ExecutorService upstreamThreads = Executors.newCachedThreadPool();
    private final HttpServer good = upstream(200);
    private final HttpServer busy = upstream(503);
    private final HttpClient client = HttpClient.newHttpClient();
    private final String settings;
    private final ReturningServer admin;
    private @Nullable Gatehouse running;

    /** One on a loopback address, which asks nobody for a token. */
    static ShownGateway open() throws IOException {
        return new ShownGateway("127.0.0.1", "");
    }

    /** One on every address, which asks for {@link #TOKEN}. */
    static ShownGateway guarded() throws IOException {
        return new ShownGateway("0.0.0.0", ", token: " + TOKEN);
    }

    private ShownGateway(String address, String token) throws IOException {
        settings = "listen: { address: 127.0.0.1:0 }\nadmin: { address: " + address + ":%d" + token + " }\n"
                + "environment: dev\naccess-log: { format: off }\nusage: { store: memory }\n";
        admin = new ReturningServer(this::start);
    }

    private Runnable start(InetSocketAddress address) {
        String registry = REGISTRY.formatted(
                good.getAddress().getPort(), busy.getAddress().getPort(), KEY);
        Gatehouse gateway = Gatehouse.start(GatehouseConfiguration.parse(settings.formatted(address.getPort()))
                .withRegistry(registry));
        running = gateway;
        return gateway::close;
    }

    private HttpServer upstream(int status) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(upstreamThreads);
        server.createContext("/", exchange -> {
            boolean probe = exchange.getRequestURI().getPath().equals("/heartbeat");
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(probe ? 200 : status, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    /** Where the page is. */
    String page() {
        return "http://127.0.0.1:" + admin.port() + "/dashboard/";
    }

    /** Calls as the key `acme/storefront/web`, and returns the status. */
    int call(String path) throws IOException, InterruptedException {
        return send(path, KEY).statusCode();
    }

    /** Calls without a key. */
    int callWithoutKey(String path) throws IOException, InterruptedException {
        return send(path, null).statusCode();
    }

    /** Calls as that key, and returns the request id. */
    String idOfCall(String path) throws IOException, InterruptedException {
        return send(path, KEY).headers().firstValue("X-Request-Id").orElseThrow();
    }

    private HttpResponse<Void> send(String path, @Nullable String key) throws IOException, InterruptedException {
        int port = Objects.requireNonNull(running).address().getPort();
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (key != null) {
            request.header("key", key);
        }
        return client.send(request.build(), BodyHandlers.discarding());
    }

    /** Ends it, so that its ports are closed. */
    void leave() {
        admin.leave();
    }

    /** Starts it again, with the admin port where it was. */
    void comeBack() {
        admin.comeBack();
    }

    @Override
    public void close() {
        admin.close();
        good.stop(0);
        busy.stop(0);
        upstreamThreads.shutdownNow();
    }
}
