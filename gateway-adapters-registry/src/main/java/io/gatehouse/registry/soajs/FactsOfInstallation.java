package io.gatehouse.registry.soajs;

import io.gatehouse.domain.address.AddressRange;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.registry.soajs.installation.InstallationFacts;
import io.gatehouse.registry.soajs.installation.InstallationFacts.Gateway;
import io.gatehouse.registry.soajs.installation.InstallationFacts.KeyFacts;
import io.gatehouse.registry.soajs.installation.InstallationFacts.PackageFacts;
import io.gatehouse.registry.soajs.installation.InstallationFacts.ProxyTargets;
import io.gatehouse.registry.soajs.installation.InstallationFacts.ServiceFacts;
import io.gatehouse.registry.soajs.installation.InstallationFacts.TenantFacts;
import io.gatehouse.registry.soajs.installation.InstallationFacts.VersionFacts;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Collects, while a database is translated, what the configuration has no words for. One use, one thread. */
final class FactsOfInstallation {

    private final EnvironmentSettings environment;
    private final Map<String, KeyFacts> keys = new HashMap<>();
    private final Map<String, PackageFacts> packages = new HashMap<>();
    private final Map<String, ServiceFacts> services = new LinkedHashMap<>();
    private final Map<VersionKey, VersionFacts> versions = new HashMap<>();
    private final Map<String, String> tenants = new HashMap<>();

    FactsOfInstallation(EnvironmentSettings environment) {
        this.environment = environment;
    }

    /**
     * A tenant and an application of it, whose keys are to come.
     *
     * @param name what the application is called here
     * @param packageName its package
     * @param reference the same with its product
     */
    record KeyOwner(TenantFacts tenant, Fields application, String name, String packageName, String reference) {}

    TenantFacts tenant(Fields tenant, String code) {
        String id = tenant.plainText("_id");
        if (id != null) {
            tenants.put(id, code);
        }
        Set<String> pins = new HashSet<>();
        if (tenant.raw("oauth") instanceof Map<?, ?> oauth && oauth.get("pin") instanceof Map<?, ?> byProduct) {
            byProduct.forEach((product, pin) -> {
                if (pin instanceof Map<?, ?> settings && Boolean.TRUE.equals(settings.get("enabled"))) {
                    pins.add(String.valueOf(product));
                }
            });
        }
        Object main = tenant.raw("tenant");
        boolean client = "client".equals(tenant.raw("type"))
                && main instanceof Map<?, ?> other
                && other.get("id") != null
                && other.get("code") != null;
        Object profile = tenant.raw("profile");
        return new TenantFacts(
                id,
                tenant.plainText("name"),
                code,
                tenant.isTruthy("locked"),
                tenant.plainText("type"),
                client ? main : null,
                profile == null ? Map.of() : profile,
                pins,
                externalKeys(tenant));
    }

    private static Map<String, String> externalKeys(Fields tenant) {
        Map<String, String> keys = new HashMap<>();
        maps(tenant.raw("applications"))
                .flatMap(application -> maps(application.get("keys")))
                .flatMap(key -> maps(key.get("extKeys")))
                .forEach(entry -> {
                    if (entry.get("env") instanceof String code && entry.get("extKey") instanceof String text) {
                        keys.put(code.toUpperCase(Locale.ROOT), text);
                    }
                });
        return keys;
    }

    private static Stream<Map<?, ?>> maps(@Nullable Object list) {
        return list instanceof List<?> items
                ? items.stream().filter(Map.class::isInstance).map(item -> (Map<?, ?>) item)
                : Stream.empty();
    }

    /** An external key by its id here. */
    void key(String id, KeyOwner owner, Fields key, Map<String, String> userPackages) {
        Fields application = owner.application();
        Object all = application.raw("acl");
        Object own = all;
        if (all instanceof Map<?, ?>) {
            own = VersionRule.ofEnvironment(application.objectOrEmpty("acl"), environment)
                    .values();
        }
        Fields config = environment.own(key.objectOrEmpty("config"));
        keys.put(
                id,
                new KeyFacts(
                        owner.tenant(),
                        application.plainText("product"),
                        owner.packageName(),
                        owner.reference(),
                        userPackages,
                        application.plainText("appId"),
                        own,
                        all instanceof Map<?, ?> ? all : null,
                        key.plainText("key"),
                        config == null ? Map.of() : config.values()));
    }

    void packageOf(String reference, @Nullable Map<String, Object> byEnvironment) {
        Object own = byEnvironment;
        if (byEnvironment != null) {
            for (Map.Entry<String, Object> entry : byEnvironment.entrySet()) {
                own = environment.is(entry.getKey()) ? entry.getValue() : own;
            }
        }
        packages.put(reference, new PackageFacts(own, byEnvironment));
    }

    void service(String name, ServiceFacts service) {
        services.put(name, service);
    }

    void version(String service, VersionNumber number, Fields version) {
        List<?> interConnect = version.raw("interConnect") instanceof List<?> list ? list : List.of();
        versions.put(
                new VersionKey(service, number),
                new VersionFacts(
                        version.isTruthy("extKeyRequired"),
                        version.isTruthy("oauth"),
                        version.isTruthy("urac"),
                        version.isTruthy("urac_Profile"),
                        version.isTruthy("urac_ACL"),
                        version.isTruthy("urac_Config"),
                        version.isTruthy("urac_GroupConfig"),
                        version.isTruthy("tenant_Profile"),
                        version.isTruthy("provision_ACL"),
                        interConnect));
    }

    /** All that has been collected, and what else the database holds. */
    InstallationFacts all(
            CoreDatabase.Content content,
            Gateway gateway,
            List<Fields> custom,
            List<Fields> resources,
            ProxyTargets targets,
            List<AddressRange> trusted) {
        Map<String, Map<?, ?>> named = new LinkedHashMap<>();
        custom.forEach(entry -> named.put(String.valueOf(entry.raw("name")), entry.values()));
        Map<String, Map<String, Object>> byType = new LinkedHashMap<>();
        resources.forEach(
                resource -> byType.computeIfAbsent(String.valueOf(resource.raw("type")), type -> new LinkedHashMap<>())
                        .put(String.valueOf(resource.raw("name")), resource.values()));
        Map<String, Map<?, ?>> environments = new HashMap<>();
        for (Document document : content.of(CoreDatabase.ENVIRONMENT)) {
            if (document.get("code") instanceof String code) {
                environments.put(code.toUpperCase(Locale.ROOT), document);
            }
        }
        return new InstallationFacts(
                content.mark(),
                environment.code().toLowerCase(Locale.ROOT),
                gateway,
                keys,
                packages,
                services,
                versions,
                named,
                byType,
                environments,
                tenants,
                targets,
                trusted);
    }
}
