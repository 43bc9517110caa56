package io.gatehouse.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.comparison.RegistryComparison.RegistrySide;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** That the work depends on what differs, and not on the number of keys. */
class LargeComparisonTest {

    private static final int MANY = 1_000;
    private static final int VERY_MANY = 10_000;
    private static final int KEYS = 10;
    private static final int PATHS = 200;

    @Test
    void judgesNothingWhereOneKeyOfManyIsWithdrawn() {
        withdrawOneKey(MANY);
    }

    @Test
    @Tag("slow")
    void judgesNothingWhereOneKeyOfAHundredThousandIsWithdrawn() {
        withdrawOneKey(VERY_MANY);
    }

    private static void withdrawOneKey(int tenants) {
        RegistrySide before = WrittenRegistry.of(registry(tenants, "true", "", PATHS));
        RegistrySide after = WrittenRegistry.of(registry(tenants, "true", "t77/app/k7", PATHS));

        Comparison comparison = RegistryComparison.of(before, after, 0);

        assertThat(lines(comparison)).containsExactly("key t77/app/k7 is revoked");
        assertThat(comparison.judged()).isZero();
    }

    @Test
    void judgesEachKindOfCallOnceForAllKeysOfAPackage() {
        changeAPackage(MANY);
    }

    @Test
    @Tag("slow")
    void judgesEachKindOfCallOnceForAHundredThousandKeys() {
        changeAPackage(VERY_MANY);
    }

    private static void changeAPackage(int tenants) {
        RegistrySide before = WrittenRegistry.of(registry(tenants, "false", "", PATHS));
        RegistrySide after = WrittenRegistry.of(registry(tenants, "true", "", PATHS - 1));
        int keys = tenants * KEYS / 2;

        Comparison comparison = RegistryComparison.of(before, after, 0);

        assertThat(lines(comparison))
                .containsExactly(
                        keys + " keys of package shop/basic: 199 calls of orders v1"
                                + " (GET /orders/p0, GET /orders/p1, GET /orders/p10 and 196 more) now need a user"
                                + " (t0/app/k0, t0/app/k1, t0/app/k2 and " + (keys - 3) + " more)",
                        keys + " keys of package shop/basic lose GET /orders/p199"
                                + " (t0/app/k0, t0/app/k1, t0/app/k2 and " + (keys - 3) + " more)");
        assertThat(comparison.judged()).isBetween((long) PATHS, PATHS + 10L);
        Change first = comparison.changes().get(0);
        assertThat(first.calls().first()).hasSize(Change.MOST_CALLS);
        assertThat(first.calls().count()).isEqualTo(199);
        assertThat(first.keys().first()).hasSize(Change.MOST_KEYS);
        assertThat(first.keys().count()).isEqualTo(keys);
    }

    @Test
    void saysSoWhereRulesTellTooManyPathsApart() {
        RegistrySide before = WrittenRegistry.of(tangled("old"));
        RegistrySide after = WrittenRegistry.of(tangled("new"));

        Comparison comparison = RegistryComparison.of(before, after, 0);

        assertThat(lines(comparison))
                .contains(
                        "key acme/app/web: the rules of orders v1 distinguish more than 10000 kinds of paths, and only"
                                + " the first of them were compared");
        assertThat(comparison.isLoss()).isTrue();
        assertThat(comparison.judged()).isLessThan(3L * RulesComparison.MOST);
    }

    private static List<String> lines(Comparison comparison) {
        return comparison.changes().stream().map(Change::line).toList();
    }

    /** Half of the applications have the package's rules, half have rules of their own, all the same. */
    private static Map<String, Object> registry(int number, String access, String revoked, int paths) {
        var tenants = new LinkedHashMap<String, Object>();
        for (int tenant = 0; tenant < number; tenant++) {
            var keys = new LinkedHashMap<String, Object>();
            for (int key = 0; key < KEYS; key++) {
                String id = "t" + tenant + "/app/k" + key;
                keys.put("k" + key, Map.of("value", "secret-" + id, "revoked", id.equals(revoked)));
            }
            var application = new HashMap<String, Object>(Map.of("package", "shop/basic", "keys", keys));
            if (tenant % 2 == 1) {
                application.put("acl", Map.of("stock", Map.of("1", Map.of()), "orders", Map.of("1", Map.of())));
            }
            tenants.put("t" + tenant, Map.of("name", "T", "applications", Map.of("app", application)));
        }
        var listed = new LinkedHashMap<String, Object>(Map.of("access", access));
        for (int path = 0; path < paths; path++) {
            listed.put("/p" + path, Map.of());
        }
        return all(Map.of("orders", Map.of("1", Map.of("apis", "restricted", "get", listed))), tenants);
    }

    private static Map<String, Object> tangled(String last) {
        var paths = new LinkedHashMap<String, Object>();
        for (int depth = 0; depth < 6; depth++) {
            for (int literal = 0; literal < 20; literal++) {
                paths.put("/:p".repeat(depth) + "/s" + literal + "/:p".repeat(5 - depth), Map.of());
            }
        }
        paths.put("/" + last, Map.of());
        var key = Map.of("value", "secret");
        return all(
                Map.of("orders", Map.of("1", Map.of("apis", "restricted", "get", paths))),
                Map.of(
                        "acme",
                        Map.of(
                                "name",
                                "Acme",
                                "applications",
                                Map.of("app", Map.of("package", "shop/basic", "keys", Map.of("web", key))))));
    }

    private static Map<String, Object> all(Map<String, Object> acl, Map<String, Object> tenants) {
        var service = Map.of(
                "versions", Map.of("1", Map.of("hosts", List.of("http://127.0.0.1:9001"), "requires", List.of("key"))));
        return Map.of(
                "services",
                Map.of("orders", service, "stock", service),
                "products",
                Map.of("shop", Map.of("packages", Map.of("basic", Map.of("acl", acl)))),
                "tenants",
                tenants);
    }
}
