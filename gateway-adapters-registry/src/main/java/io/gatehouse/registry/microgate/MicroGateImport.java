package io.gatehouse.registry.microgate;

import io.gatehouse.compiler.document.KeyHash;
import io.gatehouse.configuration.Binder;
import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Notice;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import io.gatehouse.configuration.Secret;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.registry.yaml.KnownFile;
import io.gatehouse.registry.yaml.MappingBuilder;
import io.gatehouse.registry.yaml.ReadingLimits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a MicroGate's {@code config.yml} says, in our words. Every piece knows the line that it was made of, so that whatever is
 * wrong with it is shown there. The source of what the words mean there is MicroGate's own request flow.
 */
public final class MicroGateImport {

    private static final String NAME = "microgate";
    private static final int SHORTEST_SECRET = 32;
    private static final String UNKNOWN = "MicroGate has no such key that is known here; left out";

    /** What has no counterpart, or another one than its name says, and what becomes of it. */
    private static final Map<String, String> WITHOUT = Map.of(
            "processes", "left out: a gateway starts no processes; systemd, a container engine or Kubernetes does",
            "weighted_lb",
                    "left out: MicroGate never came to use it; hosts may have weights, and peak-ewma prefers those that respond sooner",
            "adaptive_rate_limit",
                    "left out: MicroGate's learns from attacks as well; limits are what throttling.strategies says");

    /**
     * The configuration of a gateway.
     *
     * @param process what belongs into {@code gateway.yml}, beside a registry in the directory {@code registry}
     * @param registry the registry
     * @param notices what was left out or is taken otherwise
     */
    public record Imported(Node.Mapping process, RegistryTree registry, List<Notice> notices) {

        public Imported {
            notices = List.copyOf(notices);
        }
    }

    private final MicroGateConfig config;
    private final List<Notice> notices;

    private MicroGateImport(MicroGateConfig config, List<Notice> notices) {
        this.config = config;
        this.notices = notices;
    }

    /** Reads it; null after a problem was reported. Blocks. */
    public static @Nullable Imported read(Path file, Problems problems) {
        KnownFile written = KnownFile.read(file, ReadingLimits.PROCESS, null, problems);
        if (written == null) {
            return null;
        }
        Node.Mapping tree = written.tree();
        var notices = new ArrayList<Notice>();
        MicroGateConfig config = Binder.bind(known(tree, notices), MicroGateConfig.class, problems);
        if (config == null) {
            return null;
        }
        var made = new MicroGateImport(config, notices);
        made.demandWholeAuthentication(problems);
        return problems.isEmpty() ? made.imported(file) : null;
    }

    /** The tree without what has no counterpart. */
    private static Node.Mapping known(Node.Mapping tree, List<Notice> notices) {
        var kept = new ArrayList<Node.Entry>();
        List<String> keys = Binder.keys(MicroGateConfig.class);
        for (Node.Entry entry : tree.entries()) {
            if (keys.contains(entry.key())) {
                kept.add(entry);
            } else {
                notices.add(new Notice(
                        entry.origin(), entry.key(), "no counterpart", WITHOUT.getOrDefault(entry.key(), UNKNOWN)));
            }
        }
        return new Node.Mapping(tree.origin(), kept);
    }

    /** Whoever wrote that calls are authenticated never gets a gateway that is open. */
    private void demandWholeAuthentication(Problems problems) {
        MicroGateConfig.Auth auth = config.auth();
        if (auth == null) {
            return;
        }
        if (auth.apiKeys().isEmpty() && auth.jwtSecret() == null) {
            problems.add(
                    auth.origin(), "auth", "neither keys nor a secret", "api_keys, jwt_secret or both; or no auth");
        }
        if (auth.jwtSecret() != null && auth.jwtSecret().bytes().length < SHORTEST_SECRET) {
            problems.add(
                    auth.origin(),
                    "auth.jwt_secret",
                    auth.jwtSecret().bytes().length + " bytes",
                    "at least " + SHORTEST_SECRET + " bytes, as RFC 7518 demands of HS256: change it there first");
        }
    }

    private Imported imported(Path file) {
        Origin top = config.origin();
        int port = config.server() == null ? 8080 : config.server().port();
        var process = new MappingBuilder(top)
                .put("listen", new MappingBuilder(top).text("address", "0.0.0.0:" + port))
                .put(
                        "registry",
                        new MappingBuilder(top)
                                .text("source", "file")
                                .put("file", new MappingBuilder(top).text("path", "registry")));
        observation(process);
        var registry = new MappingBuilder(top);
        Map<String, MicroGateConfig.Route> services = named();
        var documents = new MappingBuilder(top);
        services.forEach((name, route) -> documents.put(name, service(route)));
        registry.put("services", documents);
        tenancy(registry, services);
        limits(registry);
        if (config.healthCheck() != null) {
            notices.add(
                    new Notice(
                            config.healthCheck().origin(),
                            "healthcheck",
                            "the path asked for stands in no configuration of MicroGate's",
                            "hosts are asked for /, and healthy where they respond below 500: better name a path in health-check"));
        }
        return new Imported(
                process.node(), new RegistryTree(file.toString(), List.of(registry.node()), List.of()), notices);
    }

    /** What is kept in memory of calls; MicroGate keeps it where its dashboard, or its analytics, are on. */
    private void observation(MappingBuilder process) {
        MicroGateConfig.Dashboard dashboard = config.dashboard();
        if (dashboard != null && !dashboard.enabled()) {
            process.put("admin", new MappingBuilder(dashboard.origin()).flag("dashboard", false));
            process.off("traffic-log");
        } else if (dashboard != null) {
            process.put("traffic-log", new MappingBuilder(dashboard.origin()).number("keep", dashboard.logCapacity()));
        }
        MicroGateConfig.Analytics analytics = config.analytics();
        if (analytics != null && !analytics.enabled()) {
            process.off("analytics");
        } else if (analytics != null) {
            process.put(
                    "analytics",
                    new MappingBuilder(analytics.origin())
                            .text("keep", analytics.retention().text()));
        }
    }

    /** Routes by the names of the services that they become: {@code /api/v1} is {@code api-v1}. */
    private Map<String, MicroGateConfig.Route> named() {
        var named = new LinkedHashMap<String, MicroGateConfig.Route>();
        for (MicroGateConfig.Route route : config.routes()) {
            String name = route.path().replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-|-$", "");
            String free = name.isEmpty() ? "root" : name;
            for (int n = 2; named.containsKey(free); n++) {
                free = name + "-" + n;
            }
            named.put(free, route);
        }
        return named;
    }

    private MappingBuilder service(MicroGateConfig.Route route) {
        Origin here = route.origin();
        List<String> hosts = Stream.concat(Stream.ofNullable(route.backend()), route.backends().stream())
                .toList();
        var version = new MappingBuilder(here).texts("hosts", hosts);
        requires(version, here);
        var service = new MappingBuilder(here)
                .list("routes", List.of(new MappingBuilder(here).text("path", route.path())))
                .text("load-balancing", route.strategy().word());
        MicroGateConfig.HealthCheck check = config.healthCheck();
        if (check != null) {
            service.put(
                    "health-check",
                    new MappingBuilder(check.origin())
                            .text("path", "/")
                            .texts("statuses", List.of("200-499"))
                            .text("interval", check.interval().text()));
        }
        MicroGateConfig.CircuitBreaker breaker = config.circuitBreaker();
        if (breaker != null) {
            service.put(
                    "circuit-breaker",
                    new MappingBuilder(breaker.origin())
                            .off("failure-rate")
                            .off("slow-rate")
                            .number("consecutive-failures", breaker.threshold())
                            .text("open-for", breaker.timeout().text()));
        }
        return service.put("versions", new MappingBuilder(here).put("1", version));
    }

    private void requires(MappingBuilder version, Origin here) {
        MicroGateConfig.Auth auth = config.auth();
        if (auth == null) {
            version.texts("requires", List.of());
        } else if (auth.jwtSecret() == null) {
            version.texts("requires", List.of("key"));
        } else if (auth.apiKeys().isEmpty()) {
            version.texts("requires", List.of("token"));
        } else {
            version.put("requires", new MappingBuilder(here).texts("any-of", List.of("key", "token")));
        }
    }

    /** One product, one tenant and one application for all who have a key, and an issuer for all who have a token. */
    private void tenancy(MappingBuilder registry, Map<String, MicroGateConfig.Route> services) {
        MicroGateConfig.Auth auth = config.auth();
        if (auth == null) {
            return;
        }
        Origin here = auth.origin();
        if (auth.jwtSecret() != null) {
            registry.put(
                    "token",
                    new MappingBuilder(here)
                            .text("type", "jwt")
                            .texts("algorithms", List.of("HS256"))
                            .secret("secret", literal(auth.jwtSecret())));
        }
        if (auth.apiKeys().isEmpty()) {
            return;
        }
        var acl = new MappingBuilder(here);
        services.keySet()
                .forEach(name -> acl.put(
                        name, new MappingBuilder(here).put("1", new MappingBuilder(here).flag("access", false))));
        registry.put(
                "products",
                nested(here, NAME, nested(here, "packages", nested(here, "all", nested(here, "acl", acl)))));
        var keys = new MappingBuilder(here);
        int number = 1;
        for (Secret key : auth.apiKeys()) {
            keys.put(
                    "key-" + number++,
                    new MappingBuilder(here)
                            .text("hash", "sha256:" + KeyHash.of(key).hex()));
        }
        registry.put(
                "tenants",
                nested(
                        here,
                        NAME,
                        new MappingBuilder(here)
                                .text("name", "MicroGate")
                                .put(
                                        "applications",
                                        nested(
                                                here,
                                                "clients",
                                                new MappingBuilder(here)
                                                        .text("package", NAME + "/all")
                                                        .put("keys", keys)))));
    }

    private void limits(MappingBuilder registry) {
        MicroGateConfig.RateLimit limit = config.rateLimit();
        if (limit == null) {
            return;
        }
        Origin here = limit.origin();
        registry.put(
                "throttling",
                new MappingBuilder(here)
                        .put(
                                "strategies",
                                nested(
                                        here,
                                        NAME,
                                        new MappingBuilder(here)
                                                .text("algorithm", "token-bucket")
                                                .number("capacity", limit.maxTokens())
                                                .text(
                                                        "refill",
                                                        limit.refillRate().rate())
                                                .text("per", "address")))
                        .text("edge", NAME));
    }

    private static MappingBuilder nested(Origin origin, String key, MappingBuilder value) {
        return new MappingBuilder(origin).put(key, value);
    }

    /** As it is written in a file where <code>${</code> begins a placeholder. */
    private static String literal(Secret secret) {
        return secret.reveal().replace("${", "$${");
    }
}
