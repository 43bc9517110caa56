package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.startup.Gatehouse;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls of one caller go to the same host: by a cookie, or by what they have in common. */
class BalancingTest {

    @TempDir
    private Path temporary;

    private final List<Backend> backends = List.of(Backend.start("one"), Backend.start("two"), Backend.start("three"));
    private RegistryFolder registry;

    @BeforeEach
    void folder() throws Exception {
        registry = new RegistryFolder(temporary);
    }

    @AfterEach
    void stop() {
        backends.forEach(Backend::close);
    }

    private void write(String balancing, int... weights) throws Exception {
        var hosts = new StringBuilder();
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] >= 0) {
                hosts.append("{ url: \"%s\", weight: %d }, "
                        .formatted(backends.get(i).url(), weights[i]));
            }
        }
        registry.write(
                "all.yml",
                "services: { orders: { load-balancing: %s, versions: { \"1\": { hosts: [%s], requires: [] } } } }"
                        .formatted(balancing, hosts));
    }

    private static HttpResponse<String> get(Gatehouse gateway, String header, @Nullable String value) throws Exception {
        var request = Calls.request(gateway.address(), "/orders");
        return Calls.send(value == null ? request : request.header(header, value));
    }

    private static String host(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        return response.headers().firstValue("X-Backend").orElseThrow();
    }

    @Test
    void aCookieLeadsBackToItsHost() throws Exception {
        String balancing = "{ sticky-cookie: { name: at, ttl: 1h } }";
        write(balancing, 1, 1, 1);
        try (Gatehouse gateway = registry.start()) {
            HttpResponse<String> first = get(gateway, "", null);
            String host = host(first);
            String set = first.headers().firstValue("Set-Cookie").orElseThrow();
            assertThat(set).matches("at=[A-Za-z0-9_-]{16}; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax");
            String cookie = "a=b; " + set.substring(0, set.indexOf(';'));
            for (int i = 0; i < 6; i++) {
                HttpResponse<String> again = get(gateway, "Cookie", cookie);
                assertThat(host(again)).isEqualTo(host);
                assertThat(again.headers().map()).doesNotContainKey("set-cookie");
            }

            int at = List.of("one", "two", "three").indexOf(host);
            int[] weights = {1, 1, 1};
            weights[at] = 0;
            write(balancing, weights);
            gateway.reload();
            assertThat(host(get(gateway, "Cookie", cookie))).as("drained").isEqualTo(host);
            assertThat(host(get(gateway, "", null))).isNotEqualTo(host);

            weights[at] = -1;
            write(balancing, weights);
            gateway.reload();
            HttpResponse<String> other = get(gateway, "Cookie", cookie);
            assertThat(host(other)).as("gone").isNotEqualTo(host);
            assertThat(other.headers().firstValue("Set-Cookie").orElseThrow()).startsWith("at=");
        }
    }

    @Test
    void callsWithTheSameHeaderGoToTheSameHost() throws Exception {
        write("{ consistent-hash: { by: 'header:X-Cart' } }", 1, 1, 1);
        try (Gatehouse gateway = registry.start()) {
            Map<String, String> placed = placed(gateway);
            assertThat(new TreeSet<>(placed.values())).containsExactly("one", "three", "two");
            assertThat(placed(gateway)).isEqualTo(placed);

            write("{ consistent-hash: { by: 'header:X-Cart' } }", 1, -1, 1);
            gateway.reload();
            placed(gateway).forEach((cart, host) -> {
                String before = placed.get(cart);
                assertThat(host).isEqualTo("two".equals(before) ? host : before).isNotEqualTo("two");
            });
        }
    }

    private static Map<String, String> placed(Gatehouse gateway) throws Exception {
        Map<String, String> placed = new HashMap<>();
        for (int cart = 0; cart < 40; cart++) {
            placed.put("cart-" + cart, host(get(gateway, "X-Cart", "cart-" + cart)));
        }
        return placed;
    }
}
