package io.gatehouse.app.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.app.startup.GatehouseConfiguration;
import io.gatehouse.domain.geo.GeoDatabase;
import io.gatehouse.domain.geo.GeoLocation;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.identity.TokenVerifier;
import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.identity.Verification;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.usage.UsageStore;
import io.gatehouse.observability.memory.MemoryUsageStore;
import io.gatehouse.plugin.AdapterModule;
import io.gatehouse.plugin.ExtensionPoint;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Verifiers, places of addresses, stages and stores of usage that an embedding program plugs in decide in place of the gateway's own. */
class PluggedChecksTest {

    private static final String REGISTRY = """
            services:
              orders:
                versions:
                  "1": { hosts: ["http://127.0.0.1:9"], requires: [key] }
                  "2": { hosts: ["http://127.0.0.1:9"], requires: [key, token] }
            products:
              shop:
                packages:
                  basic: { acl: { orders: { "1": { access: false }, "2": { access: [admin] } } } }
            tenants:
              acme:
                name: Acme
                token: { type: jwt, algorithms: [HS256], secret: a-secret-of-thirty-two-bytes-or-more }
                applications:
                  storefront:
                    package: shop/basic
                    keys:
                      web: { value: "web" }
            """;

    /** An adapter without settings, for the one port that it is given. */
    private static final class Plugged<T> extends AdapterModule {

        record Settings() {}

        private final T port;

        Plugged(ExtensionPoint point, String name, T port) {
            super(point, name, Settings.class);
            this.port = port;
        }

        @Override
        @SuppressWarnings("unchecked") // each test gives a point what belongs there
        protected void configure() {
            bind((Class<T>) point().port()).toInstance(port);
        }
    }

    private static Gatehouse with(String registry, Plugged<?>... adapters) {
        var configuration = GatehouseConfiguration.parse("listen: { address: 127.0.0.1:0 }\n"
                        + "admin: { address: 127.0.0.1:0 }\naccess-log: { format: off }\n")
                .withRegistry(registry);
        for (Plugged<?> adapter : adapters) {
            configuration = configuration.with(adapter, new Plugged.Settings());
        }
        return Gatehouse.start(configuration);
    }

    private static int call(Gatehouse gateway, int version, String key, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + gateway.address().getPort() + "/orders/v" + version + "/x"))
                .timeout(Duration.ofSeconds(60))
                .header("key", key);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.ofString())
                .statusCode();
    }

    @Test
    void aDatabaseOfPlaces() throws Exception {
        String registry = REGISTRY + "          home: { value: home, countries: { allow: [LB] } }\n";
        GeoDatabase lebanon = address -> new GeoLocation("LB", "AS");
        GeoDatabase france = address -> new GeoLocation("FR", "EU");
        try (Gatehouse there = with(registry, new Plugged<>(ExtensionPoint.GEO, "lebanon", lebanon));
                Gatehouse elsewhere = with(registry, new Plugged<>(ExtensionPoint.GEO, "france", france))) {
            assertThat(call(there, 1, "home")).isEqualTo(502);
            assertThat(call(elsewhere, 1, "home")).isEqualTo(403);
            assertThat(call(elsewhere, 1, "web")).isEqualTo(502);
        }
    }

    @Test
    void aVerifierOfTokens() throws Exception {
        var verifier = new TokenVerifier() {
            @Override
            public TokenVerdict verifyAtOnce(TokenIssuer issuer, String token) {
                return token.startsWith("admin-")
                        ? new TokenVerdict.Good(new User(token, List.of("admin")))
                        : new TokenVerdict.Bad("it is none of ours");
            }

            @Override
            public Verification verify(TokenIssuer issuer, String tenant, String token) {
                return new Verification.Reached(verifyAtOnce(issuer, token));
            }
        };
        try (Gatehouse gateway = with(REGISTRY, new Plugged<>(ExtensionPoint.TOKEN_VERIFIER, "prefix", verifier))) {
            assertThat(call(gateway, 2, "web", "Authorization", "Bearer admin-anna"))
                    .isEqualTo(502);
            assertThat(call(gateway, 2, "web", "Authorization", "Bearer anna")).isEqualTo(401);
        }
    }

    @Test
    void stagesAtEachPlaceInOrder() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        RequestStage beforeKey = state -> {
            asked.add("before the key, of " + state.caller().tenant());
            return Decision.proceed(state);
        };
        RequestStage afterCaller = state -> {
            asked.add("after the caller, of " + state.caller().tenant());
            return Decision.proceed(state);
        };
        RequestStage beforeForwarding = state -> {
            asked.add("before forwarding");
            return Decision.reject(Refusal.of(Rejection.ADDRESS_BANNED));
        };
        try (Gatehouse gateway = with(
                REGISTRY,
                new Plugged<>(ExtensionPoint.STAGE_BEFORE_FORWARDING, "last", beforeForwarding),
                new Plugged<>(ExtensionPoint.STAGE_AFTER_CALLER, "middle", afterCaller),
                new Plugged<>(ExtensionPoint.STAGE_BEFORE_KEY, "first", beforeKey))) {
            assertThat(call(gateway, 1, "web")).isEqualTo(403);
            assertThat(asked).containsExactly("before the key, of ", "after the caller, of acme", "before forwarding");

            asked.clear();
            assertThat(call(gateway, 1, "unknown")).isEqualTo(401);
            assertThat(asked).containsExactly("before the key, of ");
        }
    }

    @Test
    void aStoreOfUsage() throws Exception {
        var kept = new ArrayList<UsageStore.Row>();
        var memory = new MemoryUsageStore(1 << 20);
        UsageStore store = new UsageStore() {
            @Override
            public void write(List<Row> rows, List<Note> notes, Duration retention, Duration timeout) {
                kept.addAll(rows);
                memory.write(rows, notes, retention, timeout);
            }

            @Override
            public List<Sum> sum(Query query, Duration timeout) {
                return memory.sum(query, timeout);
            }

            @Override
            public List<Note> notes(Duration timeout) {
                return memory.notes(timeout);
            }
        };
        try (Gatehouse gateway = with(REGISTRY, new Plugged<>(ExtensionPoint.USAGE_STORE, "kept", store))) {
            assertThat(call(gateway, 1, "web")).isEqualTo(502);
        }

        assertThat(kept)
                .as("written when the gateway ends, at the latest")
                .anySatisfy(row -> assertThat(row.series().key()).isEqualTo("acme/storefront/web"));
    }
}
