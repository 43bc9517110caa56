package io.gatehouse.app.endtoend;

import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.security.fixture.DatabaseFile;
import io.undertow.util.SameThreadExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.xnio.IoUtils;

/** A gateway that can be made to refuse in nearly every way, with hosts that fail in theirs. */
final class RefusingGateway implements AutoCloseable {

    private static final String SETTINGS = """
            environment: dev
            trusted-proxies: [127.0.0.0/8]
            limits: { max-body-size: 1KB, max-in-flight: 1000, max-in-flight-per-tenant: 0.3%% }
            geo: { database: "%s", unknown: deny }
            """;

    private static final String REGISTRY = """
            ip-ban: [203.0.113.0/24]
            cors: { origins: ["https://shop.example"], methods: [GET] }
            throttling:
              strategies: { once: { algorithm: sliding-window, limit: 1, window: 1h, per: address } }
              services: { rare: { public: once } }
            services:
              rare: { versions: { "1": { hosts: ["%1$s"], requires: [] } } }
              still: { versions: { "1": { hosts: ["%5$s"], requires: [key] } } }
              open: { methods: [GET, POST, OPTIONS], versions: { "1": { hosts: ["%1$s"], requires: [] } } }
              closed: { maintenance: { on: true }, versions: { "1": { hosts: ["%1$s"], requires: [] } } }
              orders:
                versions:
                  "1": { hosts: ["%1$s"], requires: [key] }
                  "2": { hosts: ["%1$s"], requires: [key, token] }
                  "3": { hosts: ["%1$s"], requires: { any-of: [key, token] } }
              payments: { versions: { "1": { hosts: ["%1$s"], requires: [key] } } }
              ledger: { versions: { "1": { hosts: ["%1$s"], requires: [key] } } }
              sick:
                health-check: { path: /heartbeat, interval: 50ms, unhealthy-after: 1 }
                versions: { "1": { hosts: ["%2$s"], requires: [] } }
              broken:
                circuit-breaker: { consecutive-failures: 1, open-for: 1h }
                versions: { "1": { hosts: ["%3$s"], requires: [] } }
              gone: { versions: { "1": { hosts: ["%3$s"], requires: [] } } }
              sealed: { versions: { "1": { hosts: ["%1$s"], requires: [certificate] } } }
              rude: { versions: { "1": { hosts: ["%4$s"], requires: [] } } }
              slow: { timeouts: { response: 200ms }, versions: { "1": { hosts: ["%5$s"], requires: [] } } }
            products:
              shop:
                packages:
                  basic:
                    acl:
                      orders:
                        "1":
                          apis: restricted
                          get: { /items: {}, /mine: { access: true }, /reports: { access: [clerk] } }
                        "2": {}
                        "3": {}
                      payments: { "1": { access: [customer] } }
                      still: { "1": {} }
            tenants:
              acme:
                name: Acme
                token: { type: jwt, algorithms: [HS256], secret: "%6$s" }
                applications:
                  storefront:
                    package: shop/basic
                    keys:
                      web: { value: web-key }
                      old: { value: old-key, expires: 2020-01-01T00:00:00Z }
                      lost: { value: lost-key, revoked: true }
                      live: { value: live-key, environment: prod }
                      office: { value: office-key, addresses: { allow: [192.0.2.0/24] } }
                      home: { value: home-key, countries: { allow: [LB] } }
                      phone: { value: phone-key, devices: { allow: [{ family: Firefox }] } }
                      batch: { value: batch-key, certificates: { subjects: ["CN=batch,O=Acme"] } }
              busy:
                name: Busy
                applications:
                  app: { package: shop/basic, keys: { main: { value: busy-key } } }
              far:
                name: Far
                token: { type: jwt, algorithms: [RS256], jwks: "%3$s/jwks.json" }
                applications:
                  app: { package: shop/basic, keys: { main: { value: far-key } } }
            """;

    private final List<Backend> hosts;
    private final Gatehouse gateway;
    private final Backend still;
    private final List<RawConnection> held = new ArrayList<>();

    private RefusingGateway(List<Backend> hosts, Backend still, Gatehouse gateway) {
        this.hosts = hosts;
        this.still = still;
        this.gateway = gateway;
    }

    /** Starts it; the country database is written to this folder. */
    static RefusingGateway start(Path folder) throws IOException {
        Path places = folder.resolve("places.mmdb");
        DatabaseFile.countries()
                .put("192.0.2.0/24", "LB", "AS")
                .put("198.51.100.0/24", "DE", "EU")
                .writeTo(places);
        Backend good = Backend.start("good");
        Backend sick = Backend.start("sick");
        sick.sick(true);
        Backend gone = Backend.start("gone");
        gone.stop();
        Backend rude = Backend.start("rude", exchange -> IoUtils.safeClose(exchange.getConnection()));
        Backend slow = Backend.start("slow", exchange -> exchange.dispatch(SameThreadExecutor.INSTANCE, () -> {}));
        String registry =
                REGISTRY.formatted(good.url(), sick.url(), gone.url(), rude.url(), slow.url(), SignedToken.SECRET);
        return new RefusingGateway(
                List.of(good, sick, rude, slow),
                slow,
                Gatehouse.start(Configurations.with(SETTINGS.formatted(places), registry)));
    }

    /** Everything that it answers to a request line and header lines, on a connection of its own. */
    String answer(String requestLine, List<String> headers) throws IOException {
        var head = new StringBuilder(requestLine + " HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n");
        headers.forEach(line -> head.append(line).append("\r\n"));
        try (var connection = RawConnection.to(gateway.address())) {
            return connection.send(head.append("\r\n").toString()).readAll();
        }
    }

    /** Has so many requests waiting for an answer that never comes, until the end. */
    void hold(int count, String requestLine, String header) throws Exception {
        int before = still.calls();
        for (int n = 0; n < count; n++) {
            RawConnection connection = RawConnection.to(gateway.address());
            held.add(connection.send(requestLine + " HTTP/1.1\r\nHost: gateway\r\n" + header + "\r\n\r\n"));
        }
        still.awaitCalls(before + count);
    }

    @Override
    public void close() throws IOException {
        for (RawConnection connection : held) {
            connection.close();
        }
        gateway.close();
        hosts.forEach(Backend::close);
    }
}
