package io.gatehouse.app.microgate;

import io.gatehouse.compiler.document.HostUrl;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Node;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A configuration of MicroGate as files of ours, and what of it has no counterpart.
 *
 * <p>Keys are written as they are: the files hold secrets, as theirs does. One use, one thread.
 */
public final class MicrogateTranslation {

    /** What a secret of HS256 must have (RFC 7518, 3.2). */
    private static final int SHORTEST_SECRET = 32;

    private static final Set<String> KNOWN =
            Set.of("server", "routes", "ratelimit", "auth", "circuitbreaker", "healthcheck");

    private final Node.Mapping config;
    private final List<String> notes = new ArrayList<>();
    private final Map<String, String> files = new LinkedHashMap<>();

    private MicrogateTranslation(Node.Mapping config) {
        this.config = config;
    }

    /**
     * What came of it.
     *
     * @param files their content by the path below a folder
     * @param notes a line for everything that is not as it was
     */
    public record Translated(Map<String, String> files, List<String> notes) {

        public Translated {
            files = new LinkedHashMap<>(files);
            notes = List.copyOf(notes);
        }
    }

    /** Translates a whole configuration. */
    public static Translated of(Node.Mapping config) {
        var translation = new MicrogateTranslation(config);
        translation.translate();
        return new Translated(translation.files, translation.notes);
    }

    private void translate() {
        List<String> keys = texts(at(config, "auth", "api_keys"));
        String secret = text(at(config, "auth", "jwt_secret"));
        boolean signed = secret != null && secret.getBytes(StandardCharsets.UTF_8).length >= SHORTEST_SECRET;
        if (secret != null && !signed) {
            note("auth.jwt_secret", "a secret shorter than 32 bytes verifies nothing: take a longer one; tokens are not accepted");
        }
        gateway();
        Map<String, String> names = services(keys.isEmpty(), signed);
        if (!keys.isEmpty()) {
            tenancy(keys, names.keySet());
        }
        policy(signed ? secret : null);
        for (Node.Entry entry : config.entries()) {
            if (!KNOWN.contains(entry.key())) {
                note(entry.key(), counterpart(entry.key()));
            }
        }
    }

    private static String counterpart(String section) {
        return switch (section) {
            case "dashboard" -> "look at the admin port instead: /health, /metrics, and the log of requests";
            case "analytics", "adaptive_rate_limit" -> "nothing here learns limits from traffic, which an attack is as well; set limits";
            case "weighted_lb" -> "their balancer never used it; load-balancing: peak-ewma follows latency";
            case "processes" -> "the gateway starts no processes; systemd or an orchestrator does";
            default -> "a section that is not known";
        };
    }

    private void gateway() {
        String port = text(at(config, "server", "port"));
        files.put("gateway.yml", """
                # Translated from a configuration of MicroGate.
                listen: { address: "0.0.0.0:%s" }
                admin: { address: "127.0.0.1:8081" }
                registry: { source: file, path: registry }
                """.formatted(port == null ? "8080" : port));
        if ("8081".equals(port)) {
            files.compute("gateway.yml", (name, text) -> String.valueOf(text).replace("127.0.0.1:8081", "127.0.0.1:8082"));
        }
    }

    private Map<String, String> services(boolean open, boolean signed) {
        Map<String, String> services = new LinkedHashMap<>();
        List<Node> routes = at(config, "routes") instanceof Node.Sequence list ? list.items() : List.of();
        for (int i = 0; i < routes.size(); i++) {
            String path = text(at(routes.get(i), "path"));
            List<String> hosts = hosts(routes.get(i), "routes[" + i + "]");
            if (path == null || !path.matches("/[A-Za-z0-9_./-]*") || path.equals("/")) {
                note("routes[" + i + "].path", "a route needs a path of letters, digits, '_', '.' and '-' below /; it is left out");
            } else if (hosts.isEmpty()) {
                note("routes[" + i + "].backends", "no backend that is a URL of scheme, host and port; the route is left out");
            } else {
                String name = name(path, services.keySet());
                services.put(name, service(name, path.replaceAll("/+$", ""), hosts, routes.get(i), open, signed));
            }
        }
        files.put("registry/services.yml", "services:\n" + (services.isEmpty() ? "  {}\n" : String.join("", services.values())));
        return services;
    }

    private String service(
            String name, String path, List<String> hosts, Node route, boolean open, boolean signed) {
        var text = new StringBuilder("  " + name + ":\n");
        text.append("    routes: [{ path: ").append(quoted(path)).append(" }]\n");
        String strategy = text(at(route, "strategy"));
        boolean random = "random".equals(strategy);
        if (strategy != null && !random && !strategy.equals("round-robin")) {
            note("routes." + path + ".strategy", "\"" + strategy + "\" is not known; round-robin is taken");
        }
        text.append("    load-balancing: ").append(random ? "random" : "round-robin").append('\n');
        String interval = text(at(config, "healthcheck", "interval"));
        if (interval != null && interval.matches("[1-9][0-9]{0,5}")) {
            text.append("    health-check: { path: /health, interval: ").append(interval).append("s }\n");
        }
        String threshold = text(at(config, "circuitbreaker", "threshold"));
        String timeout = text(at(config, "circuitbreaker", "timeout"));
        if (threshold != null) {
            text.append("    circuit-breaker: { consecutive-failures: ").append(threshold);
            text.append(timeout == null ? "" : ", open-for: " + timeout + "s").append(" }\n");
        }
        text.append("    versions:\n      \"1\":\n        hosts: [");
        text.append(String.join(", ", hosts.stream().map(MicrogateTranslation::quoted).toList())).append("]\n");
        String requires = open ? signed ? "[token]" : "[]" : signed ? "{ any-of: [key, token] }" : "[key]";
        return text.append("        requires: ").append(requires).append('\n').toString();
    }

    private List<String> hosts(Node route, String place) {
        var hosts = new LinkedHashSet<String>();
        List<String> written = new ArrayList<>(texts(at(route, "backends")));
        String one = text(at(route, "backend"));
        if (one != null) {
            written.add(one);
        }
        for (String url : written) {
            String host = url.replaceAll("/+$", "");
            try {
                HostUrl.parse(host);
                hosts.add(host);
            } catch (MalformedValue e) {
                note(place + ".backends", "\"" + url + "\" is no URL of scheme, host and port, and left out");
            }
        }
        return List.copyOf(hosts);
    }

    private void tenancy(List<String> keys, Set<String> services) {
        var products = new StringBuilder("products:\n  all:\n    packages:\n      everything:\n        acl:\n");
        services.forEach(name -> products.append("          ").append(name).append(": { \"1\": {} }\n"));
        files.put("registry/products.yml", services.isEmpty() ? "products: {}\n" : products.toString());
        var tenants = new StringBuilder(
                "tenants:\n  clients:\n    name: Clients\n    applications:\n      clients:\n        package: all/everything\n        keys:\n");
        for (int i = 0; i < keys.size(); i++) {
            tenants.append("          key-").append(i + 1).append(": { value: ").append(quoted(keys.get(i))).append(" }\n");
        }
        files.put("registry/tenants.yml", services.isEmpty() ? "tenants: {}\n" : tenants.toString());
    }

    private void policy(@Nullable String secret) {
        var text = new StringBuilder();
        if (secret != null) {
            text.append("token:\n  type: jwt\n  algorithms: [HS256]\n  secret: ").append(quoted(secret)).append('\n');
        }
        String most = text(at(config, "ratelimit", "max_tokens"));
        String refill = text(at(config, "ratelimit", "refill_rate"));
        if (most != null && refill != null && most.matches("[1-9][0-9]{0,8}") && refill.matches("[1-9][0-9]{0,8}")) {
            text.append("throttling:\n  edge: everybody\n  strategies:\n    everybody: { algorithm: token-bucket, capacity: ");
            text.append(most).append(", refill: ").append(refill).append("/s, per: address }\n");
        } else if (at(config, "ratelimit") != null) {
            note("ratelimit", "max_tokens and refill_rate have to be whole numbers above 0; nothing is limited");
        }
        if (!text.isEmpty()) {
            files.put("registry/policy.yml", text.toString());
        }
    }

    private void note(String place, String what) {
        notes.add(place + ": " + what);
    }

    private static String name(String path, Set<String> taken) {
        String plain = path.replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-+|-+$", "").toLowerCase(Locale.ROOT);
        String name = plain.isEmpty() ? "service" : plain;
        for (int i = 2; taken.contains(name); i++) {
            name = plain + "-" + i;
        }
        return name;
    }

    /** As JSON, which YAML understands. */
    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                quoted.append("\\u%04x".formatted((int) c));
            } else {
                quoted.append(c == '$' ? "\\u0024" : String.valueOf(c));
            }
        }
        return quoted.append('"').toString();
    }

    private static @Nullable Node at(@Nullable Node node, String... path) {
        Node found = node;
        for (String step : path) {
            found = found instanceof Node.Mapping mapping ? entry(mapping, step) : null;
        }
        return found;
    }

    private static @Nullable Node entry(Node.Mapping mapping, String key) {
        for (Node.Entry entry : mapping.entries()) {
            if (entry.key().equals(key)) {
                return entry.value();
            }
        }
        return null;
    }

    private static @Nullable String text(@Nullable Node node) {
        return node instanceof Node.Scalar scalar && !scalar.isNull() && !scalar.text().isEmpty() ? scalar.text() : null;
    }

    private static List<String> texts(@Nullable Node node) {
        var texts = new ArrayList<String>();
        if (node instanceof Node.Sequence list) {
            for (Node item : list.items()) {
                String text = text(item);
                if (text != null) {
                    texts.add(text);
                }
            }
        }
        return texts;
    }
}
