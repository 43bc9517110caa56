package io.gatehouse.registry.soajs.installation;

import io.gatehouse.domain.identity.UserRecord;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.registry.soajs.installation.InstallationFacts.KeyFacts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What the controller answers itself: {@code /soajs/acl}, and {@code /soajs/proxy}, which hands calls on. */
record LocalRoutes(InstallationFacts facts) {

    private static final String RESTRICTED = "restricted";

    /** Whether a call is for one of them, or for what begins like them. */
    boolean are(RequestState state) {
        return state.route().service().name().equals(facts.targets().service());
    }

    Decision decide(RequestState state) {
        String path = state.route().apiPath();
        if (path.equals("/acl") && state.request().method().equals("GET")) {
            return acl(state);
        }
        return path.equals("/proxy")
                ? ProxiedCall.decide(facts, state)
                : Decision.reject(Refusal.of(Rejection.SERVICE_UNKNOWN));
    }

    /** Only what is handed on gets here. */
    void passHeaders(RequestState state, BiConsumer<String, String> headers) {
        ProxiedCall.passHeaders(facts, state, headers);
    }

    private Decision acl(RequestState state) {
        KeyFacts key = state.caller().key() == null
                ? null
                : facts.keys().get(state.caller().key().id());
        if (key == null) {
            return Decision.reject(Refusal.of(Rejection.KEY_MISSING));
        }
        var user = state.caller().user();
        UserRecord record = user == null ? null : user.record();
        UserPackages packages = UserPackages.of(facts, key, record);
        Object acl = packages.acl() == null ? key.acl() : packages.acl();
        var bought = facts.packages().get(key.packageReference());
        if (acl == null && bought != null) {
            acl = bought.acl();
        }
        var shown = new LinkedHashMap<String, @Nullable Object>();
        shown.put("acl", acl);
        shown.put("finalACL", acl instanceof Map<?, ?> services ? finalAcl(services) : null);
        shown.put("packages", packages.names() == null ? List.of(key.packageName()) : packages.names());
        Object id = user == null
                ? null
                : record == null ? user.id() : record.fields().getOrDefault("_id", user.id());
        shown.put("urac", id == null ? null : Map.of("_id", id));
        var tenant = new LinkedHashMap<String, @Nullable Object>();
        tenant.put("id", key.tenant().id());
        tenant.put("name", key.tenant().name());
        tenant.put("code", key.tenant().code());
        tenant.put("type", key.tenant().type());
        shown.put("tenant", tenant);
        return Decision.Answer.json(200, PlainJson.of(shown));
    }

    /** Of each service the newest version, and the paths by method where only listed ones are permitted. */
    private static Map<String, Object> finalAcl(Map<?, ?> services) {
        var all = new LinkedHashMap<String, Object>();
        services.forEach((service, versions) -> {
            String newest = versions instanceof Map<?, ?> map ? newest(map) : null;
            if (newest != null) {
                var shown = new LinkedHashMap<String, Object>();
                shown.put("version", newest);
                if (((Map<?, ?>) versions).get(newest) instanceof Map<?, ?> rule
                        && RESTRICTED.equals(rule.get("apisPermission"))) {
                    paths(rule, shown);
                }
                all.put(String.valueOf(service), shown);
            }
        });
        return all;
    }

    private static void paths(Map<?, ?> rule, Map<String, Object> shown) {
        rule.forEach((method, listing) -> {
            if (listing instanceof Map<?, ?> map && map.get("apis") instanceof Map<?, ?> apis && !apis.isEmpty()) {
                List<String> paths = new ArrayList<>();
                apis.keySet().forEach(path -> paths.add(String.valueOf(path)));
                shown.put(String.valueOf(method), paths);
            }
        });
    }

    private static @Nullable String newest(Map<?, ?> versions) {
        String newest = null;
        VersionNumber highest = null;
        for (Object key : versions.keySet()) {
            VersionNumber number = VersionNumber.orNull(String.valueOf(key).replace('x', '.'));
            if (number != null && (highest == null || number.compareTo(highest) > 0)) {
                highest = number;
                newest = String.valueOf(key);
            }
        }
        return newest;
    }
}
