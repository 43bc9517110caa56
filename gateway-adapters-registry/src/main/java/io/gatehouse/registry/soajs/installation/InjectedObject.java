package io.gatehouse.registry.soajs.installation;

import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.identity.UserRecord;
import io.gatehouse.domain.pipeline.Caller;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.policy.SkippedCheck;
import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.registry.soajs.installation.InstallationFacts.KeyFacts;
import io.gatehouse.registry.soajs.installation.InstallationFacts.PackageFacts;
import io.gatehouse.registry.soajs.installation.InstallationFacts.ServiceFacts;
import io.gatehouse.registry.soajs.installation.InstallationFacts.VersionFacts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, as services of SOAJS expect it in the header {@code soajsinjectobj}: the tenant, the key with what it is configured with for
 * the service, application and package, device and address, the user by the flags of the version, and how to call on.
 */
record InjectedObject(InstallationFacts facts) {

    /** The header's value; null for callers and versions without a key, which get none. */
    @Nullable
    String of(RequestState state) {
        Caller caller = state.caller();
        KeyFacts key =
                caller.key() == null ? null : facts.keys().get(caller.key().id());
        VersionFacts flags = facts.flags(state.version().key());
        return key == null || flags == null || !flags.key() ? null : PlainJson.of(object(state, key, flags));
    }

    private Map<String, @Nullable Object> object(RequestState state, KeyFacts key, VersionFacts flags) {
        Caller caller = state.caller();
        UserRecord record = caller.user() == null ? null : caller.user().record();
        Map<?, ?> config = config(key, record);
        var object = new LinkedHashMap<String, @Nullable Object>();
        object.put("tenant", tenant(key, flags, record));
        object.put("key", key(state, key, config, flags));
        var application = new LinkedHashMap<String, @Nullable Object>();
        application.put("product", key.product());
        application.put("package", key.packageName());
        application.put("appId", key.appId());
        var bought = new LinkedHashMap<String, @Nullable Object>();
        if (flags.provisionAcl()) {
            PackageFacts own = facts.packages().get(key.packageReference());
            application.put("acl", key.acl());
            application.put("acl_all_env", key.aclAllEnv());
            bought.put("acl", own == null ? null : own.acl());
            bought.put("acl_all_env", own == null ? null : own.aclAllEnv());
        }
        object.put("application", application);
        object.put("package", bought);
        if (!caller.skips(SkippedCheck.ACL)) {
            String agent = state.request().headers().first("User-Agent");
            object.put("device", agent == null ? "" : agent);
            object.put("geo", Map.of("ip", state.exchange().client().getHostAddress()));
        }
        if (flags.urac() && caller.user() != null) {
            object.put("urac", new InjectedUser(facts).of(caller.user(), key, flags));
            object.put("param", Map.of("urac_Profile", flags.uracProfile(), "urac_ACL", flags.uracAcl()));
        }
        object.put("awareness", awareness(flags));
        return object;
    }

    private Map<String, @Nullable Object> tenant(KeyFacts key, VersionFacts flags, @Nullable UserRecord record) {
        var tenant = new LinkedHashMap<String, @Nullable Object>();
        put(tenant, "id", key.tenant().id());
        put(tenant, "name", key.tenant().name());
        tenant.put("code", key.tenant().code());
        tenant.put("locked", key.tenant().locked());
        if (record != null && record.roamsFrom() != null) {
            var roaming = new LinkedHashMap<String, @Nullable Object>();
            roaming.put("tId", record.roamsFrom());
            roaming.put("id", record.roamsFrom());
            roaming.put("user", record.token());
            put(roaming, "code", facts.tenants().get(record.roamsFrom()));
            tenant.put("roaming", roaming);
        }
        put(tenant, "type", key.tenant().type());
        put(tenant, "main", key.tenant().main());
        if (flags.tenantProfile()) {
            tenant.put("profile", key.tenant().profile());
        }
        return tenant;
    }

    private Map<String, @Nullable Object> key(RequestState state, KeyFacts key, Map<?, ?> config, VersionFacts flags) {
        var own = new LinkedHashMap<String, @Nullable Object>();
        if (config.get("commonFields") instanceof Map<?, ?> common) {
            common.forEach((name, value) -> own.put(String.valueOf(name), value));
        }
        putOwn(config, state.route().service().name(), own);
        for (Object connected : flags.interConnect()) {
            if (connected instanceof Map<?, ?> item && connection(item) != null) {
                putOwn(config, String.valueOf(item.get("name")), own);
            }
        }
        var object = new LinkedHashMap<String, @Nullable Object>();
        object.put("config", own);
        put(object, "iKey", key.internal());
        List<String> presented = state.request().credentials().keys();
        put(object, "eKey", presented.isEmpty() ? null : presented.get(0));
        return object;
    }

    private static void putOwn(Map<?, ?> config, String service, Map<String, @Nullable Object> own) {
        if (config.get(service) != null) {
            own.put(service, config.get(service));
        }
    }

    /** What the key is configured with, over it what the user is with this key. */
    private static Map<?, ?> config(KeyFacts key, @Nullable UserRecord record) {
        Object users = record == null ? null : record.fields().get("config");
        for (String name : new String[] {"keys", String.valueOf(key.internal()), "config"}) {
            users = users instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return users instanceof Map<?, ?> own ? MergedValues.merge(key.config(), own) : key.config();
    }

    private Map<String, @Nullable Object> awareness(VersionFacts flags) {
        var awareness = new LinkedHashMap<String, @Nullable Object>();
        awareness.put("host", facts.gateway().host());
        put(awareness, "port", facts.gateway().port());
        if (!flags.interConnect().isEmpty()) {
            var connections = new ArrayList<Map<String, @Nullable Object>>();
            for (Object connected : flags.interConnect()) {
                Map<String, @Nullable Object> connection =
                        connected instanceof Map<?, ?> item ? connection(item) : null;
                if (connection != null) {
                    connections.add(connection);
                }
            }
            awareness.put("interConnect", connections);
        }
        return awareness;
    }

    /** Where a service runs that another calls without the gateway; null if it does not run. */
    private @Nullable Map<String, @Nullable Object> connection(Map<?, ?> wanted) {
        ServiceFacts service = facts.services().get(String.valueOf(wanted.get("name")));
        VersionNumber latest = service == null ? null : service.latest();
        if (service == null || latest == null || service.port() == null) {
            return null;
        }
        Object version = wanted.get("version");
        VersionNumber number = version == null ? latest : VersionNumber.orNull(String.valueOf(version));
        List<String> hosts = number == null ? List.of() : service.hosts().getOrDefault(number, List.of());
        if (hosts.isEmpty()) {
            return null;
        }
        var connection = new LinkedHashMap<String, @Nullable Object>();
        wanted.forEach((name, value) -> {
            if (value != null) {
                connection.put(String.valueOf(name), value);
            }
        });
        connection.putIfAbsent("version", null);
        connection.put("host", hosts.get(0));
        connection.put("port", service.port());
        connection.put("latest", latest.toString());
        return connection;
    }

    private static void put(Map<String, @Nullable Object> object, String name, @Nullable Object value) {
        if (value != null) {
            object.put(name, value);
        }
    }

    /** The user, as the version wants to know of them. */
    private record InjectedUser(InstallationFacts facts) {

        Map<String, @Nullable Object> of(User user, KeyFacts key, VersionFacts flags) {
            UserRecord record = user.record();
            Map<String, Object> fields = record == null ? Map.of("username", user.id()) : record.fields();
            var urac = new LinkedHashMap<String, @Nullable Object>();
            put(urac, "_id", fields.getOrDefault("_id", user.id()));
            put(urac, "username", fields.get("username"));
            urac.put("firstName", HeaderText.encode(fields.get("firstName")));
            urac.put("lastName", HeaderText.encode(fields.get("lastName")));
            put(urac, "email", fields.get("email"));
            urac.put("groups", fields.getOrDefault("groups", user.groups()));
            put(urac, "socialLogin", socialLogin(fields, flags));
            var tenant = new LinkedHashMap<String, @Nullable Object>();
            if (fields.get("tenant") instanceof Map<?, ?> home) {
                put(tenant, "id", home.get("id"));
                put(tenant, "code", home.get("code"));
            }
            urac.put("tenant", tenant);
            if (flags.uracProfile()) {
                put(urac, "profile", fields.get("profile"));
            }
            if (flags.uracAcl()) {
                UserPackages packages = UserPackages.of(facts, key, record);
                urac.put("acl", packages.acl());
                urac.put("acl_AllEnv", packages.aclAllEnv());
            }
            if (flags.uracConfig()) {
                put(urac, "config", fields.get("config"));
            }
            if (flags.uracGroupConfig()) {
                put(urac, "groupsConfig", fields.get("groupsConfig"));
            }
            return urac;
        }

        private static @Nullable Object socialLogin(Map<String, Object> fields, VersionFacts flags) {
            if (!(fields.get("socialLogin") instanceof Map<?, ?> login)) {
                return null;
            }
            var shown = new LinkedHashMap<String, @Nullable Object>();
            put(shown, "strategy", login.get("strategy"));
            put(shown, "id", login.get("id"));
            if (flags.uracConfig() || flags.uracGroupConfig()) {
                put(shown, "accessToken", login.get("accessToken"));
            }
            return shown;
        }
    }
}
