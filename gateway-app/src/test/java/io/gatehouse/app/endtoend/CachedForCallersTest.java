package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.startup.Gatehouse;
import io.undertow.util.HttpString;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Who gets what is kept: checks and limits come first, and nobody sees what another tenant or user has got. */
@Execution(ExecutionMode.CONCURRENT)
class CachedForCallersTest {

    private static final String REGISTRY = """
        throttling:
          strategies: { three: { algorithm: fixed-window, limit: 3, window: 1h, per: key } }
          services: { few: { public: three } }
        services:
          orders: { cache: { cache-status: true }, versions: { "1": { hosts: ["%1$s"], requires: [key] } } }
          mine: { cache: {}, versions: { "1": { hosts: ["%1$s"], requires: [key, token] } } }
          few: { cache: {}, versions: { "1": { hosts: ["%1$s"], requires: [] } } }
        products:
          shop: { packages: { basic: { acl: { orders: { "1": {} }, mine: { "1": {} } } } } }
        tenants:
          acme:
            name: Acme
            token: { type: jwt, algorithms: [HS256], secret: "%2$s" }
            applications: { app: { package: shop/basic, keys: { web: { value: acme-key }, lost: { value: lost-key, revoked: true } } } }
          far:
            name: Far
            token: { type: jwt, algorithms: [RS256], jwks: "%3$s/jwks.json" }
            applications: { app: { package: shop/basic, keys: { web: { value: far-key } } } }
          bolt: { name: Bolt, applications: { app: { package: shop/basic, keys: { web: { value: bolt-key } } } } }
        """;

    private final AtomicInteger served = new AtomicInteger();
    private Backend backend;
    private Gatehouse gateway;

    @BeforeEach
    void start() {
        backend = Backend.start("one", exchange -> {
            exchange.getResponseHeaders().put(new HttpString("Cache-Control"), "max-age=60, stale-if-error=60");
            exchange.getResponseSender().send("answer " + served.incrementAndGet());
        });
        Backend gone = Backend.start("gone");
        gone.stop();
        gateway = Gatehouse.start(
                Configurations.with("", REGISTRY.formatted(backend.url(), SignedToken.SECRET, gone.url())));
    }

    @AfterEach
    void stop() {
        gateway.close();
        backend.close();
    }

    @Test
    void areThoseOfTheSameTenant() throws Exception {
        assertThat(get("/orders/x", "key", "acme-key").body()).isEqualTo("answer 1");
        assertThat(get("/orders/x", "key", "bolt-key").body()).isEqualTo("answer 2");
        assertThat(get("/orders/x", "key", "acme-key").body()).isEqualTo("answer 1");
        assertThat(get("/orders/x", "key", "bolt-key").body()).isEqualTo("answer 2");
        assertThat(get("/orders/x", "key", "lost-key").statusCode()).isEqualTo(401);
        assertThat(Calls.get(gateway, "/orders/x").statusCode()).isEqualTo(401);
        HttpResponse<String> hit = get("/orders/x", "key", "acme-key");
        assertThat(hit.headers().firstValue("Cache-Status").orElse("")).startsWith("gatehouse; hit; ttl=");
    }

    @Test
    void areTheSameUserWhereThereIsOne() throws Exception {
        for (int round = 0; round < 2; round++) {
            assertThat(get("/mine/x", "key", "acme-key", "Authorization", "Bearer " + SignedToken.of("ada", "a"))
                            .body())
                    .isEqualTo("answer 1");
            assertThat(get("/mine/x", "key", "acme-key", "Authorization", "Bearer " + SignedToken.of("ben", "a"))
                            .body())
                    .isEqualTo("answer 2");
        }
        assertThat(get("/mine/x", "key", "acme-key").statusCode()).isEqualTo(401);
    }

    @Test
    void areNotThoseWhoseTokenCannotBeVerified() throws Exception {
        String token = "Bearer eyJhbGciOiJSUzI1NiIsImtpZCI6Im9uZSJ9.eyJzdWIiOiJhZGEiLCJleHAiOjQxMDI0NDQ4MDB9."
                + "A".repeat(342);
        assertThat(get("/orders/x", "key", "far-key").statusCode()).isEqualTo(200);

        HttpResponse<String> refused = get("/orders/x", "key", "far-key", "Authorization", token);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("token-unverifiable");
    }

    @Test
    void areCountedLikeAllOthers() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(Calls.get(gateway, "/few/x").body()).isEqualTo("answer 1");
        }
        assertThat(Calls.get(gateway, "/few/x").statusCode()).isEqualTo(429);
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = Calls.request(gateway.address(), path).headers(headers);
        return Calls.send(request);
    }
}
