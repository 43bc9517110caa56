package io.gatehouse.app.configuration;

import io.gatehouse.configuration.ExtensionTypes;
import io.gatehouse.discovery.consul.ConsulModule;
import io.gatehouse.discovery.dns.DnsModule;
import io.gatehouse.discovery.kubernetes.KubernetesModule;
import io.gatehouse.discovery.swarm.SwarmModule;
import io.gatehouse.plugin.AdapterModule;
import io.gatehouse.registry.file.FileRegistryModule;
import io.gatehouse.registry.mongo.MongoRegistryModule;
import io.gatehouse.registry.soajs.SoajsRegistryModule;
import io.gatehouse.throttle.memory.MemoryThrottlingModule;
import io.gatehouse.throttle.mongo.MongoThrottlingModule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The adapters that come with the gateway and are named in its configuration. */
public final class BundledAdapters {

    private BundledAdapters() {}

    /** The modules, in the order in which they are listed to people. */
    public static List<AdapterModule> all() {
        return List.of(
                new FileRegistryModule(),
                new MongoRegistryModule(),
                new SoajsRegistryModule(),
                new MemoryThrottlingModule(),
                new MongoThrottlingModule(),
                new KubernetesModule(),
                new SwarmModule(),
                new ConsulModule(),
                new DnsModule());
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
}
