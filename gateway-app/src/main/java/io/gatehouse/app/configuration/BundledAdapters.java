package io.gatehouse.app.configuration;

import io.gatehouse.configuration.ExtensionTypes;
import io.gatehouse.discovery.consul.ConsulModule;
import io.gatehouse.discovery.dns.DnsModule;
import io.gatehouse.discovery.kubernetes.KubernetesModule;
import io.gatehouse.discovery.swarm.SwarmModule;
import io.gatehouse.observability.memory.MemoryUsageModule;
import io.gatehouse.observability.mongo.MongoUsageModule;
import io.gatehouse.observability.tracing.TracingModule;
import io.gatehouse.plugin.AdapterModule;
import io.gatehouse.plugin.ExtensionPoint;
import io.gatehouse.registry.file.FileRegistryModule;
import io.gatehouse.registry.mongo.MongoRegistryModule;
import io.gatehouse.registry.soajs.SoajsRegistryModule;
import io.gatehouse.security.device.DeviceParserModule;
import io.gatehouse.security.geo.MaxMindGeoModule;
import io.gatehouse.security.token.TokenVerifierModule;
import io.gatehouse.throttle.memory.MemoryThrottlingModule;
import io.gatehouse.throttle.mongo.MongoThrottlingModule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The adapters that come with the gateway. */
public final class BundledAdapters {

    private BundledAdapters() {}

    /** Those that are named in the configuration, in the order in which they are listed to people. */
    public static List<AdapterModule> named() {
        return List.of(
                new FileRegistryModule(),
                new MongoRegistryModule(),
                new SoajsRegistryModule(),
                new MemoryThrottlingModule(),
                new MongoThrottlingModule(),
                new MemoryUsageModule(),
                new MongoUsageModule(),
                new KubernetesModule(),
                new SwarmModule(),
                new ConsulModule(),
                new DnsModule());
    }

    /**
     * Those in use where the configuration names no other. They have no section: what they are set by are words of the gateway's
     * own.
     */
    public static List<AdapterModule> standard() {
        return List.of(
                new TokenVerifierModule(), new MaxMindGeoModule(), new DeviceParserModule(), new TracingModule());
    }

    /** What the configuration may hold because of these. */
    public static ExtensionTypes types(List<AdapterModule> adapters) {
        var sections = new LinkedHashMap<String, Map<String, Class<? extends Record>>>();
        for (AdapterModule adapter : adapters) {
            sections.computeIfAbsent(adapter.point().section(), section -> new LinkedHashMap<>())
                    .put(adapter.name(), adapter.settings());
        }
        return new ExtensionTypes(sections);
    }

    /** What a registry may hold because of these: what is asked of discoveries, and strategies of balancing. */
    public static ExtensionTypes registryTypes(List<AdapterModule> adapters) {
        var sections = new LinkedHashMap<String, Map<String, Class<? extends Record>>>();
        for (ExtensionPoint point : List.of(ExtensionPoint.HOST_DISCOVERY, ExtensionPoint.LOAD_BALANCING)) {
            var named = new LinkedHashMap<String, Class<? extends Record>>();
            for (AdapterModule adapter : adapters) {
                if (adapter.point() == point) {
                    named.putAll(
                            point == ExtensionPoint.HOST_DISCOVERY
                                    ? adapter.parameters()
                                    : Map.of(adapter.name(), adapter.settings()));
                }
            }
            sections.put(point.section(), named);
        }
        return new ExtensionTypes(sections);
    }
}
