package io.gatehouse.comparison;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Registries of one service, one package and one key, with any rules. */
final class RandomRules {

    private static final List<String> SEGMENTS = List.of("a", "b", ":x", ":y");
    private static final List<Object> ACCESS =
            List.of(false, false, true, List.of("g"), List.of("h"), List.of("g", "h"));
    private static final List<Object> REQUIRES = List.of(
            List.of("key"),
            List.of("key"),
            List.of(),
            List.of("key", "token"),
            Map.of("any-of", List.of("key", "token")));

    private final Random random;
    private final Random other;
    private int alike;

    private RandomRules(long seed, int alike) {
        random = new Random(seed);
        other = new Random(seed + 1_000_000);
        this.alike = alike;
    }

    static RandomRules of(long seed) {
        return new RandomRules(seed, Integer.MAX_VALUE);
    }

    /** Rules that are the same for so many choices, and go their own way from then on. */
    static RandomRules alike(long seed, int choices) {
        return new RandomRules(seed, choices);
    }

    private int next(int bound) {
        alike--;
        return (alike >= 0 ? random : other).nextInt(bound);
    }

    Map<String, Object> registry() {
        var version = Map.of("hosts", List.of("http://127.0.0.1:9001"), "requires", one(REQUIRES));
        var key = Map.of("value", "good");
        var token = Map.of("type", "jwt", "algorithms", List.of("HS256"), "secret", "0123456789abcdef0123456789abcdef");
        return Map.of(
                "token",
                token,
                "services",
                Map.of("orders", Map.of("versions", Map.of("1", version), "methods", List.of("GET", "HEAD", "PUT"))),
                "products",
                Map.of("shop", Map.of("packages", Map.of("basic", Map.of("acl", acl())))),
                "tenants",
                Map.of(
                        "acme",
                        Map.of(
                                "name",
                                "Acme",
                                "applications",
                                Map.of("app", Map.of("package", "shop/basic", "keys", Map.of("web", key))))));
    }

    private Map<String, Object> acl() {
        return next(20) == 0 ? Map.of() : Map.of("orders", Map.of("1", version()));
    }

    private Map<String, Object> version() {
        Map<String, Object> version = level();
        for (String method : List.of("get", "head", "put")) {
            if (next(3) > 0) {
                Map<String, Object> rules = level();
                for (int i = next(4); i > 0; i--) {
                    Map<String, Object> api = new HashMap<>();
                    access(api);
                    add(rules, pattern(), api);
                }
                version.put(method, rules);
            }
        }
        return version;
    }

    /** Two patterns that differ by the names of parameters only would be two rules for the same paths. */
    private static void add(Map<String, Object> rules, String pattern, Map<String, Object> api) {
        String form = pattern.replace(":y", ":x");
        if (rules.keySet().stream().noneMatch(known -> known.replace(":y", ":x").equals(form))) {
            rules.put(pattern, api);
        }
    }

    private Map<String, Object> level() {
        Map<String, Object> level = new HashMap<>();
        access(level);
        if (next(2) == 0) {
            level.put("apis", next(2) == 0 ? "restricted" : "open");
        }
        return level;
    }

    private void access(Map<String, Object> level) {
        if (next(2) == 0) {
            level.put("access", one(ACCESS));
        }
    }

    private String pattern() {
        var pattern = new StringBuilder();
        for (int i = next(4); i > 0; i--) {
            pattern.append('/').append(one(SEGMENTS));
        }
        if (next(4) == 0) {
            pattern.append("/*");
        }
        return pattern.isEmpty() ? "/" : pattern.toString();
    }

    private <T> T one(List<T> all) {
        return all.get(next(all.size()));
    }
}
