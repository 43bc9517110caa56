package io.gatehouse.app.endtoend;

import io.gatehouse.app.startup.Gatehouse;

/** A gateway with tenants, behind a proxy on this machine that it trusts. */
final class Tenancy {

    static final String SETTINGS = "environment: dev\ntrusted-proxies: [127.0.0.0/8]\n";

    private static final String REGISTRY = """
            ip-ban: [203.0.113.0/24]
            trusted-clients: { addresses: [10.20.0.0/16], skip: [addresses] }
            cors: { origins: ["https://shop.example"], methods: [GET, POST], headers: [key], max-age: 1h }
            services:
              orders:
                methods: [GET, POST, OPTIONS]
                versions:
                  "1": { hosts: ["%1$s"], requires: [key] }
                  "2": { hosts: ["%1$s"], requires: [key] }
              payments:
                versions: { "1": { hosts: ["%1$s"], requires: [key] } }
              ledger:
                versions: { "1": { hosts: ["%1$s"], requires: [key] } }
              status:
                versions: { "1": { hosts: ["%1$s"], requires: [] } }
              closed:
                maintenance: { on: true, status: 503, message: Stocktaking, retry-after: 10m }
                versions: { "1": { hosts: ["%1$s"], requires: [] } }
            products:
              shop:
                packages:
                  basic:
                    acl:
                      orders:
                        "1":
                          access: false
                          apis: restricted
                          get: { /items: {}, "/items/:id": {} }
                          post: { /items: { access: true }, /refunds: { access: [clerk] } }
                      payments:
                        "1": { access: true }
            tenants:
              acme:
                name: Acme
                applications:
                  storefront:
                    package: shop/basic
                    keys:
                      web: { value: web-key }
                      old: { value: old-key, expires: 2020-01-01T00:00:00Z }
                      lost: { value: lost-key, revoked: true }
                      live: { value: live-key, environment: prod }
                      test: { value: test-key, environment: dev, expires: 2999-01-01T00:00:00Z }
                      office: { value: office-key, addresses: { allow: [192.0.2.0/24], deny: [192.0.2.13] } }
              asleep:
                name: Asleep
                maintenance: { on: true, status: 410, message: See you in spring }
                applications:
                  app: { package: shop/basic, keys: { main: { value: asleep-key } } }
            """;

    private Tenancy() {}

    /** The registry, with this host behind every service. */
    static String registry(Backend backend) {
        return REGISTRY.formatted(backend.url());
    }

    static Gatehouse start(Backend backend) {
        return Gatehouse.start(Configurations.with(SETTINGS, registry(backend)));
    }
}
