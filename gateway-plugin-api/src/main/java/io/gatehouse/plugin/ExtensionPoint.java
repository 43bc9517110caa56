package io.gatehouse.plugin;

import io.gatehouse.domain.admin.AdminRoute;
import io.gatehouse.domain.device.DeviceParser;
import io.gatehouse.domain.geo.GeoDatabase;
import io.gatehouse.domain.identity.TokenVerifier;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.quota.CounterStore;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.traffic.TrafficListener;
import io.gatehouse.domain.upstream.BalancingStrategy;
import io.gatehouse.domain.upstream.HostDiscovery;
import io.gatehouse.domain.usage.UsageStore;

/** Where an adapter joins the gateway: the port it implements, and the section of gateway.yml that its settings are in. */
public enum ExtensionPoint {
    /** Where services, products and tenants are read from; one, named by {@code registry.source}. */
    REGISTRY_SOURCE("registry", RegistrySource.class, false),
    /**
     * A store of counters that several gateways share; one, named by {@code throttling.store}. Its settings implement
     * {@code SharedCounterSettings}.
     */
    COUNTER_STORE("throttling", CounterStore.class, false),
    /** A whole ledger in the place of a store; one, named by {@code throttling.store}. */
    QUOTA_LEDGER("throttling", QuotaLedger.class, false),
    /** Where usage is kept; one, named by {@code usage.store}. */
    USAGE_STORE("usage", UsageStore.class, false),
    /** Who verifies tokens; one. */
    TOKEN_VERIFIER("token-verifier", TokenVerifier.class, false),
    /** Where addresses are; one. */
    GEO("geo", GeoDatabase.class, false),
    /** What devices user agents are; one. */
    DEVICE("device", DeviceParser.class, false),
    /** How a host is chosen, named by {@code load-balancing} of a service; any number. */
    LOAD_BALANCING("load-balancing", BalancingStrategy.class, true),
    /** Who finds out where versions run, named in {@code hosts} of a version; any number. */
    HOST_DISCOVERY("discovery", HostDiscovery.class, true),
    /** Who hears of every exchange; any number. */
    TRAFFIC_LISTENER("traffic-listeners", TrafficListener.class, true),
    /** A path of the admin port; any number. */
    ADMIN_ROUTE("admin.routes", AdminRoute.class, true),
    /** A stage before the key is looked up; any number. */
    STAGE_BEFORE_KEY("stages", RequestStage.class, true),
    /** A stage once the caller is known; any number. */
    STAGE_AFTER_CALLER("stages", RequestStage.class, true),
    /** The last stage before a host is chosen; any number. */
    STAGE_BEFORE_FORWARDING("stages", RequestStage.class, true);

    private final String section;
    private final Class<?> port;
    private final boolean many;

    ExtensionPoint(String section, Class<?> port, boolean many) {
        this.section = section;
        this.port = port;
        this.many = many;
    }

    /** The key of gateway.yml below which an adapter's settings stand, by its name. */
    public String section() {
        return section;
    }

    /** What the adapter's module binds. */
    public Class<?> port() {
        return port;
    }

    /** Whether several may be in use together. */
    public boolean many() {
        return many;
    }
}
