package io.gatehouse.registry.soajs.installation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the databases of an environment are, as services connect to them: {@code coreDB}, and {@code tenantMetaDB} for those that there are
 * one for each tenant.
 *
 * @param databases the environment's {@code dbs}
 * @param code its code, in small letters
 */
record DatabaseView(InstallationFacts facts, Map<?, ?> databases, String code, long loadedMillis) {

    private static final List<String> OF_SERVERS =
            List.of("servers", "credentials", "streaming", "URLParam", "extraParam");

    Map<String, @Nullable Object> all() {
        var core = new LinkedHashMap<String, @Nullable Object>();
        var tenants = new LinkedHashMap<String, @Nullable Object>();
        var provision =
                new LinkedHashMap<String, @Nullable Object>(facts.gateway().database());
        provision.put("registryLocation", location("coreDB", "provision", null));
        core.put("provision", provision);
        RegistryView.map(databases.get("databases")).forEach((name, written) -> {
            Map<?, ?> database = RegistryView.map(written);
            boolean ofTenants = Boolean.TRUE.equals(database.get("tenantSpecific"));
            String called = ofTenants ? "#TENANT_NAME#_" + name : String.valueOf(name);
            Object cluster = database.get("cluster");
            Map<String, @Nullable Object> shown = connection(database, cluster);
            shown.put("name", called);
            shown.put("registryLocation", location(ofTenants ? "metaDB" : "coreDB", called, cluster));
            (ofTenants ? tenants : core).put(String.valueOf(name), shown);
        });
        Map<?, ?> config = RegistryView.map(databases.get("config"));
        Map<?, ?> session =
                RegistryView.map(config.get("session") == null ? databases.get("session") : config.get("session"));
        if (!config.isEmpty()) {
            Map<String, @Nullable Object> shown = connection(session, session.get("cluster"));
            for (String field : List.of("name", "store", "collection", "stringify", "expireAfter")) {
                shown.put(field, session.get(field));
            }
            shown.put("registryLocation", location("coreDB", "session", session.get("cluster")));
            core.put("session", shown);
        }
        var shown = new LinkedHashMap<String, @Nullable Object>();
        shown.put("coreDB", core);
        shown.put("tenantMetaDB", tenants);
        return shown;
    }

    /** By the cluster that it names, which is written here or among the resources; else as it says itself. */
    private Map<String, @Nullable Object> connection(Map<?, ?> database, @Nullable Object cluster) {
        var shown = new LinkedHashMap<String, @Nullable Object>();
        Object prefix = database.get("prefix");
        shown.put(
                "prefix",
                prefix == null || prefix.equals("")
                        ? RegistryView.map(databases.get("config")).get("prefix")
                        : prefix);
        Map<?, ?> servers = database;
        if (cluster != null) {
            shown.put("cluster", cluster);
            Map<?, ?> listed =
                    RegistryView.map(RegistryView.map(databases.get("clusters")).get(cluster));
            servers = listed.isEmpty()
                    ? RegistryView.map(
                            facts.resources().getOrDefault("cluster", Map.of()).get(cluster))
                    : listed;
            Map<?, ?> config = RegistryView.map(servers.get("config"));
            if (!config.isEmpty()) {
                config.forEach((name, value) -> shown.put(String.valueOf(name), value));
                return shown;
            }
        }
        for (String field : OF_SERVERS) {
            shown.put(field, servers.get(field));
        }
        return shown;
    }

    private Map<String, @Nullable Object> location(String kind, String name, @Nullable Object cluster) {
        var location = new LinkedHashMap<String, @Nullable Object>();
        location.put("l1", kind);
        location.put("l2", name);
        location.put("env", code);
        if (cluster != null) {
            location.put("cluster", cluster);
        }
        location.put("timeLoaded", loadedMillis);
        return location;
    }
}
