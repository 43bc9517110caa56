package io.gatehouse.registry.soajs.installation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The registry of an environment as services are given it.
 *
 * @param environment its document
 * @param code its code, in small letters
 */
record RegistryView(InstallationFacts facts, Map<?, ?> environment, String code, long loadedMillis) {

    private static final List<String> ADDRESS = List.of("domain", "sitePrefix", "apiPrefix", "protocol", "port");

    /** What every service gets: where databases are, with credentials, and what the environment and the custom registry say. */
    Map<String, @Nullable Object> common(String service) {
        var shown = new LinkedHashMap<String, @Nullable Object>();
        shown.put("timeLoaded", loadedMillis);
        shown.put("name", code);
        shown.put("environment", code);
        for (String field : ADDRESS) {
            if (environment.get(field) != null && !environment.get(field).equals("")) {
                shown.put(field, environment.get(field));
            }
        }
        shown.putAll(new DatabaseView(facts, map(environment.get("dbs")), code, loadedMillis).all());
        var config = new LinkedHashMap<Object, @Nullable Object>(
                map(map(environment.get("services")).get("config")));
        config.remove("cors");
        if (!service.equals("oauth")) {
            config.remove("oauth");
        }
        shown.put("serviceConfig", config);
        shown.put("deployer", withoutToken(map(environment.get("deployer"))));
        shown.put("custom", facts.custom());
        shown.put("resources", facts.resources());
        return shown;
    }

    /** This gateway, where services register. */
    Map<String, @Nullable Object> controller() {
        Map<?, ?> written = map(map(environment.get("services")).get(CONTROLLER));
        var shown = new LinkedHashMap<String, @Nullable Object>();
        shown.put("name", facts.gateway().name());
        shown.put("group", written.get("group") == null ? "Gateway" : written.get("group"));
        shown.put("version", facts.gateway().version());
        shown.put("maxPoolSize", written.get("maxPoolSize"));
        shown.put("authorization", written.get("authorization"));
        shown.put("port", facts.gateway().port());
        shown.put("requestTimeout", written.get("requestTimeout") == null ? 30 : written.get("requestTimeout"));
        shown.put(
                "requestTimeoutRenewal",
                written.get("requestTimeoutRenewal") == null ? 0 : written.get("requestTimeoutRenewal"));
        shown.put(
                "hosts",
                Map.of(
                        "latest",
                        facts.gateway().version(),
                        facts.gateway().version(),
                        List.of(facts.gateway().host())));
        return shown;
    }

    private static final String CONTROLLER = "controller";

    /** The token of the orchestrator is for the gateway only. */
    private static Map<?, ?> withoutToken(Map<?, ?> deployer) {
        var shown = new LinkedHashMap<Object, @Nullable Object>();
        deployer.forEach((name, value) -> {
            if (!"token".equals(name)) {
                shown.put(name, value instanceof Map<?, ?> inner ? withoutToken(inner) : value);
            }
        });
        return shown;
    }

    static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }
}
