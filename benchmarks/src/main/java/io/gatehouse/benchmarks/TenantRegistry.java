package io.gatehouse.benchmarks;

import io.gatehouse.domain.registry.RegistryTree;
import java.util.List;

/**
 * Registries with tenants. Each service has 20 APIs that a user is demanded for; each of ten packages grants a tenth of the
 * services (of a single service, all grant it); each tenant has five applications with two keys each, and a secret that
 * its tokens are signed with.
 */
public enum TenantRegistry {
    /** What the demonstration has: one service, one tenant, one key. */
    DEMO(1, 1, 1, 1),
    /** 1,000 services, 10,000 tenants, 100,000 keys. */
    LARGE(1000, 10_000, 5, 2);

    /** What every tenant signs tokens with. */
    static final String SECRET = "a-secret-of-at-least-32-bytes-for-benchmarks";

    private static final int PACKAGES = 10;
    private static final int APIS = 20;

    private final int services;
    private final int tenants;
    private final int applications;
    private final int keysEach;

    TenantRegistry(int services, int tenants, int applications, int keysEach) {
        this.services = services;
        this.tenants = tenants;
        this.applications = applications;
        this.keysEach = keysEach;
    }

    /** How many keys there are. */
    int keys() {
        return tenants * applications * keysEach;
    }

    /** The text of a key, counted from 0. */
    String key(int number) {
        return "key-" + number + "-of-" + this;
    }

    /** The path of an API that the key grants; different keys and numbers give different services and APIs. */
    String path(int key, int number) {
        int application = key / keysEach;
        int steps = Math.max(1, services / PACKAGES);
        int service = services == 1 ? 0 : number % steps * PACKAGES + application % PACKAGES;
        return "/service-" + service + "/v1/area-" + number % APIS + "/4711";
    }

    /** Everything, as a source would give it. */
    RegistryTree tree() {
        var root = new Tree()
                .put("services", services())
                .put("products", new Tree().put("shop", new Tree().put("packages", packages())))
                .put("tenants", tenants());
        return new RegistryTree("benchmark", List.of(root.node()), List.of());
    }

    private Tree services() {
        var all = new Tree();
        for (int i = 0; i < services; i++) {
            var version = new Tree()
                    .put("hosts", Tree.list("http://10.0.0.1:9000", "http://10.0.0.2:9000", "http://10.0.0.3:9000"))
                    .put("requires", Tree.list("key", "token"));
            all.put("service-" + i, new Tree().put("versions", new Tree().put("1", version)));
        }
        return all;
    }

    private Tree packages() {
        var all = new Tree();
        for (int p = 0; p < PACKAGES; p++) {
            var acl = new Tree();
            for (int s = services == 1 ? 0 : p; s < services; s += PACKAGES) {
                acl.put("service-" + s, new Tree().put("1", rules()));
            }
            all.put("package-" + p, new Tree().put("acl", acl));
        }
        return all;
    }

    private static Tree rules() {
        var get = new Tree();
        for (int i = 0; i < APIS; i++) {
            get.put("/area-" + i + "/:id", new Tree().put("access", Tree.bool(true)));
        }
        return new Tree().put("apis", "restricted").put("get", get);
    }

    private Tree tenants() {
        var all = new Tree();
        for (int t = 0; t < tenants; t++) {
            var token = new Tree()
                    .put("type", "jwt")
                    .put("algorithms", Tree.list("HS256"))
                    .put("secret", SECRET);
            var owned = new Tree();
            for (int a = 0; a < applications; a++) {
                owned.put("application-" + a, application(t * applications + a));
            }
            all.put(
                    "tenant-" + t,
                    new Tree().put("name", "Tenant " + t).put("token", token).put("applications", owned));
        }
        return all;
    }

    private Tree application(int number) {
        var keys = new Tree();
        for (int k = 0; k < keysEach; k++) {
            keys.put("key-" + k, new Tree().put("value", key(number * keysEach + k)));
        }
        return new Tree().put("package", "shop/package-" + number % PACKAGES).put("keys", keys);
    }
}
