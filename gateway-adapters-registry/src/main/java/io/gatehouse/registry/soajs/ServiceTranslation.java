package io.gatehouse.registry.soajs;

import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.registry.soajs.Fields.Versions;
import io.gatehouse.registry.soajs.HostTable.HostReadiness;
import io.gatehouse.registry.yaml.MappingBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Services of the marketplace with the hosts that have registered for them. */
final class ServiceTranslation {

    /** Of an upstream, as SOAJS has it. */
    private static final long USUAL_TIMEOUT_SECONDS = 30;

    private static final long USUAL_IDLE_SECONDS = 60;
    private static final String NO_CALLS = "it cannot be called";

    private final HostTable hosts;
    private final @Nullable Orchestrator orchestrator;
    private final HostReadiness readiness;
    private final EnvironmentSettings environment;
    private final boolean renews;
    private final boolean knowsTokensWithoutKey;
    private final DeployedServices deployed = new DeployedServices();
    private final FactsOfInstallation facts;
    private final MappingBuilder services;

    /**
     * For the services of an environment.
     *
     * @param orchestrator who is asked where versions run; null for the hosts that have registered
     * @param renews whether slow requests are prolonged
     * @param knowsTokensWithoutKey whether a token can be verified of a caller who has no key
     */
    ServiceTranslation(
            HostTable hosts,
            @Nullable Orchestrator orchestrator,
            EnvironmentSettings environment,
            boolean renews,
            boolean knowsTokensWithoutKey,
            FactsOfInstallation facts,
            MappingBuilder services) {
        this.facts = facts;
        this.hosts = hosts;
        this.orchestrator = orchestrator;
        this.readiness = new HostReadiness(environment);
        this.environment = environment;
        this.renews = renews;
        this.knowsTokensWithoutKey = knowsTokensWithoutKey;
        this.services = services;
    }

    /** What runs in the environment, of all that has been added. */
    DeployedServices deployed() {
        return deployed;
    }

    void add(Fields service) {
        String type = service.text("type");
        boolean endpoint = "endpoint".equals(type)
                && "apibuilder".equals(service.objectOrEmpty("src").raw("provider"));
        if (type != null && !type.equals("endpoint") && !type.equals("service")) {
            return;
        }
        String name = service.demanded("name");
        if (name == null || environment.gatewayNames().contains(name)) {
            return;
        }
        Fields settings = service.raw("configuration") == null ? service : service.objectOrEmpty("configuration");
        Long port = settings.whole("port");
        Map<VersionNumber, Fields> declared = declared(service);
        var versions = new MappingBuilder(service.origin());
        declared.forEach((number, version) -> {
            var translated = new MappingBuilder(version.origin());
            if (orchestrator != null && !endpoint) {
                if (port != null) {
                    translated.put("hosts", orchestrator.hosts(version, environment.code(), name, number, port));
                }
            } else {
                Collection<String> urls =
                        endpoint ? HostTable.endpoints(service, number) : hosts.urls(name, number, port);
                if (!urls.isEmpty()) {
                    translated.texts("hosts", urls);
                }
            }
            if (translated.isEmpty()) {
                version.notice("", "version " + number + " of " + name + " has no host here", NO_CALLS);
            } else {
                versions.put(number.toString(), translated.texts("requires", requires(version)));
                deployed.add(name, number, version.flag("extKeyRequired"));
                facts.version(name, number, version);
                noticeTokenWithoutKey(name, version);
            }
        });
        if (orchestrator == null) {
            noticeUndeclared(name, service, declared.keySet());
        }
        if (!versions.isEmpty()) {
            services.put(
                    name,
                    service(name, service, settings, endpoint, declared.values(), port)
                            .put("versions", versions));
            Long common = settings.whole("port");
            facts.service(
                    name,
                    hosts.facts(
                            name, settings.text("group"), common, AnnouncedService.of(settings, declared), !endpoint));
        }
    }

    private MappingBuilder service(
            String name,
            Fields service,
            Fields settings,
            boolean endpoint,
            Collection<Fields> versions,
            @Nullable Long port) {
        boolean probed = orchestrator == null && !endpoint;
        return new MappingBuilder(service.origin())
                .put("health-check", !probed ? null : readiness.of(service, versions, hosts.ports(name, port)))
                .put("timeouts", timeouts(settings))
                .text("credentials", "pass")
                .flag("inject-soajs", true);
    }

    /** SOAJS prolongs a request as often as the service says, as long as its heartbeat answers; the longest wait is taken. */
    private MappingBuilder timeouts(Fields settings) {
        Long seconds = settings.whole("requestTimeout");
        Long renewals = renews ? settings.whole("requestTimeoutRenewal") : null;
        long once = seconds == null || seconds <= 0 ? USUAL_TIMEOUT_SECONDS : seconds;
        long all = once * (1 + (renewals == null || renewals < 0 ? 0 : renewals));
        return new MappingBuilder(settings.origin())
                .text("response", all + "s")
                .text("idle", Math.max(all, USUAL_IDLE_SECONDS) + "s");
    }

    /** A user is demanded by access rules; without a key there are none, and then {@code oauth} alone decides. */
    private static List<String> requires(Fields version) {
        return version.flag("extKeyRequired") ? List.of("key") : version.flag("oauth") ? List.of("token") : List.of();
    }

    /** The versions that are declared: a list, or an object by version. */
    private Map<VersionNumber, Fields> declared(Fields service) {
        var all = new LinkedHashMap<VersionNumber, Fields>();
        if (service.raw("versions") instanceof Map<?, ?>) {
            Fields named = service.objectOrEmpty("versions");
            for (String name : named.names()) {
                put(all, Versions.of(name), named.object(name), named, name);
            }
            return all;
        }
        for (Fields version : service.objects("versions")) {
            put(all, Versions.of(version.raw("version")), version, version, "version");
        }
        return all;
    }

    private void put(
            Map<VersionNumber, Fields> all,
            @Nullable VersionNumber number,
            @Nullable Fields version,
            Fields place,
            String field) {
        if (number == null) {
            place.wrong(field, "a version such as 1 or 1.2");
        } else if (version != null && all.putIfAbsent(number, environment.customised(version)) != null) {
            place.wrong(field, "every version only once");
        }
    }

    private void noticeTokenWithoutKey(String name, Fields version) {
        if (!version.flag("extKeyRequired") && version.flag("oauth") && !knowsTokensWithoutKey) {
            version.notice(
                    "oauth",
                    "a token for " + name + ", which wants no key",
                    "only callers with a key can pass, as it says whose tokens are looked for");
        }
    }

    private void noticeUndeclared(String name, Fields service, Set<VersionNumber> declared) {
        var running = new TreeSet<>(hosts.versionsOf(name));
        running.removeAll(declared);
        if (!running.isEmpty()) {
            List<String> numbers = new ArrayList<>();
            running.forEach(version -> numbers.add(version.toString()));
            service.notice(
                    "versions",
                    "hosts run versions of " + name + " that are not declared: " + String.join(", ", numbers),
                    "they cannot be called");
        }
    }

    /** The services that run in the environment, and which of their versions want a key. */
    static final class DeployedServices {

        private final Map<String, Map<VersionNumber, Boolean>> services = new LinkedHashMap<>();

        void add(String service, VersionNumber version, boolean wantsKey) {
            services.computeIfAbsent(service, s -> new TreeMap<>()).put(version, wantsKey);
        }

        Set<String> services() {
            return services.keySet();
        }

        boolean has(String service) {
            return services.containsKey(service);
        }

        Set<VersionNumber> versionsOf(String service) {
            return services.getOrDefault(service, Map.of()).keySet();
        }

        /** Whether callers need no key, so that no access rule is looked at either. */
        boolean isOpen(String service, VersionNumber version) {
            return Boolean.FALSE.equals(services.getOrDefault(service, Map.of()).get(version));
        }

        /** Whether no version wants a key. */
        boolean isOpen(String service) {
            return has(service) && versionsOf(service).stream().allMatch(version -> isOpen(service, version));
        }
    }
}
