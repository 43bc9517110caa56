package io.gatehouse.benchmarks.load.proxy;

import io.gatehouse.benchmarks.SignedToken;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How large a registry is, and who calls by it.
 *
 * @param services services, each with one version on the one backend
 * @param tenants tenants, each with one application that may use all services
 * @param keysEach keys of each application
 */
public record Tenancy(int services, int tenants, int keysEach) {

    /** What is measured where nothing else is said. */
    public static final Tenancy USUAL = new Tenancy(1, 1000, 1);

    private static final String SECRET = "a-secret-of-at-least-32-bytes-for-benchmarks";

    /** Coprime to every number of keys here, so that callers are spread over all of them. */
    private static final long STRIDE = 7919;

    private static final String THROTTLING = """
            throttling:
              strategies: { wide: { algorithm: token-bucket, capacity: 100000000, refill: 50000000/s, per: tenant } }
              public: wide
              private: wide
            """;
    private static final String SERVICE = """
              service-%d: { versions: { "1": { hosts: ["%s"], requires: [key, token] } } }
            """;
    private static final String RULE = """
                    service-%d: { "1": { apis: restricted,
                      get: { "/area-0/:id": { access: true }, "/area-1/:id": { access: true }, "/area-2/:id": { access: true } },
                      post: { "/area-1/:id": { access: true } } } }
            """;
    private static final String TENANT = """
              tenant-%d: { name: T%d, token: { type: jwt, algorithms: [HS256], secret: %s }, applications: { web: { package: shop/basic, keys: {%s } } } }
            """;

    /** Nobody calls with it, so it may change at any time. */
    private static final String SPARE =
            "  spare: { name: Spare, applications: { web: { package: shop/basic, keys: { k0: { value: spare-key-";

    private static final String SPARE_END = " } } } } }\n";
    private static final int SPARE_DIGITS = 8;

    /** So many keys, up to ten for a tenant. */
    public static Tenancy ofKeys(int keys) {
        return keys < 10 ? new Tenancy(1, 1, keys) : new Tenancy(1, keys / 10, 10);
    }

    /** So many services. */
    public static Tenancy ofServices(int services) {
        return new Tenancy(services, USUAL.tenants, USUAL.keysEach);
    }

    /** How many keys there are. */
    public int keys() {
        return tenants * keysEach;
    }

    private static Path tenantsFile(Path registry) {
        return registry.resolve("tenants.yml");
    }

    /** Gives the tenant whom nobody uses another key. */
    public static void changeKey(Path registry, int revision) throws IOException {
        try (var file = new RandomAccessFile(tenantsFile(registry).toFile(), "rw")) {
            file.seek(file.length() - SPARE_END.length() - SPARE_DIGITS);
            file.write(("%0" + SPARE_DIGITS + "d").formatted(revision).getBytes(StandardCharsets.US_ASCII));
        }
    }

    void write(Path registry, String backend) throws IOException {
        Files.createDirectories(registry);
        Files.writeString(registry.resolve("throttling.yml"), THROTTLING);
        try (Writer file = Files.newBufferedWriter(registry.resolve("services.yml"))) {
            file.write("services:\n");
            for (int service = 0; service < services; service++) {
                file.write(SERVICE.formatted(service, backend));
            }
        }
        try (Writer file = Files.newBufferedWriter(registry.resolve("products.yml"))) {
            file.write("products:\n  shop:\n    packages:\n      basic:\n        acl:\n");
            for (int service = 0; service < services; service++) {
                file.write(RULE.formatted(service).indent(2));
            }
        }
        try (Writer file = Files.newBufferedWriter(tenantsFile(registry))) {
            file.write("tenants:\n");
            for (int tenant = 0; tenant < tenants; tenant++) {
                file.write(TENANT.formatted(tenant, tenant, SECRET, keysOf(tenant)));
            }
            file.write(SPARE + "0".repeat(SPARE_DIGITS) + SPARE_END);
        }
    }

    private String keysOf(int tenant) {
        var keys = new StringBuilder();
        for (int key = tenant * keysEach; key < (tenant + 1) * keysEach; key++) {
            keys.append(key % keysEach == 0 ? "" : ",")
                    .append(" k")
                    .append(key % keysEach)
                    .append(": { value: ")
                    .append(text(key))
                    .append(" }");
        }
        return keys.toString();
    }

    static String text(int key) {
        return "key-%06d-of-benchmarks".formatted(key);
    }

    private int keyOf(int caller) {
        return (int) (caller * STRIDE % keys());
    }

    /** The part of a caller's path that says the service. */
    String prefix(int caller) {
        return "/service-" + caller % services + "/v1";
    }

    /** What a caller sends, to whichever proxy. */
    Map<String, String> headers(int caller) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("key", text(keyOf(caller)));
        headers.put("Authorization", "Bearer " + SignedToken.of("user-" + caller, SECRET));
        headers.put("User-Agent", "Mozilla/5.0 (X11; Linux x86_64)");
        headers.put("Accept", "*/*");
        headers.put("Accept-Encoding", "gzip, deflate");
        return headers;
    }
}
