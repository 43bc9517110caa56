package io.gatehouse.registry.soajs;

import io.gatehouse.compiler.document.HostUrl;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.registry.soajs.Fields.TranslationFindings;
import io.gatehouse.registry.soajs.Fields.Versions;
import io.gatehouse.registry.soajs.installation.InstallationFacts.ServiceFacts;
import io.gatehouse.registry.yaml.MappingBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** The hosts that have registered in the environment, by service and version. */
final class HostTable {

    private record Entry(
            String service,
            VersionNumber version,
            String address,
            @Nullable Long port) {}

    private final List<Entry> entries = new ArrayList<>();

    HostTable(List<Document> documents, EnvironmentSettings environment, TranslationFindings findings) {
        for (Document document : documents) {
            Fields host = Fields.document(CoreDatabase.HOSTS, document, findings);
            String code = host.demanded("env");
            if (code != null && environment.is(code)) {
                read(host);
            }
        }
    }

    private void read(Fields host) {
        String service = host.demanded("name");
        String address = host.has("ip") ? host.demanded("ip") : host.demanded("hostname");
        VersionNumber version = host.raw("version") == null ? Versions.of("1") : Versions.of(host.raw("version"));
        if (version == null) {
            host.wrong("version", "a version such as 1 or 1.2");
        }
        Long port = host.whole("port");
        if (service != null && address != null && version != null) {
            entries.add(new Entry(service, version, address, port == null || port == 0 ? null : port));
        }
    }

    /** The versions of a service that have hosts. */
    Set<VersionNumber> versionsOf(String service) {
        var versions = new TreeSet<VersionNumber>();
        entries.stream()
                .filter(entry -> entry.service().equals(service))
                .forEach(entry -> versions.add(entry.version()));
        return versions;
    }

    /** The hosts of a version as URLs, each once; a host's own port wins over the service's. */
    Set<String> urls(String service, VersionNumber version, @Nullable Long servicePort) {
        var urls = new LinkedHashSet<String>();
        for (Entry entry : entries) {
            Long port = entry.port() == null ? servicePort : entry.port();
            if (entry.service().equals(service) && entry.version().equals(version) && port != null) {
                urls.add("http://" + literal(entry.address()) + ":" + port);
            }
        }
        return urls;
    }

    /** The addresses of the newest version of a service; none if it has no hosts. */
    List<String> newest(String service) {
        Set<VersionNumber> versions = versionsOf(service);
        return versions.isEmpty() ? List.of() : addresses(service, new TreeSet<>(versions).last());
    }

    private List<String> addresses(String service, VersionNumber version) {
        return entries.stream()
                .filter(entry ->
                        entry.service().equals(service) && entry.version().equals(version))
                .map(Entry::address)
                .distinct()
                .toList();
    }

    /** What others are told of a service. */
    ServiceFacts facts(
            String service, @Nullable String group, @Nullable Long port, Map<String, Object> settings, boolean runs) {
        var addresses = new LinkedHashMap<VersionNumber, List<String>>();
        Set<VersionNumber> numbers = runs ? new TreeSet<>(versionsOf(service)) : Set.of();
        numbers.forEach(version -> addresses.put(version, addresses(service, version)));
        Long own = entries.stream()
                .filter(entry -> entry.service().equals(service) && entry.port() != null)
                .map(Entry::port)
                .findFirst()
                .orElse(port);
        VersionNumber latest = null;
        for (VersionNumber number : numbers) {
            latest = number;
        }
        return new ServiceFacts(group == null ? "service" : group, own, latest, addresses, settings);
    }

    /** The ports that a service's hosts listen on. */
    Set<Long> ports(String service, @Nullable Long servicePort) {
        var ports = new TreeSet<Long>();
        for (Entry entry : entries) {
            Long port = entry.port() == null ? servicePort : entry.port();
            if (entry.service().equals(service) && port != null) {
                ports.add(port);
            }
        }
        return ports;
    }

    private static String literal(String address) {
        return address.indexOf(':') >= 0 && !address.startsWith("[") ? "[" + address + "]" : address;
    }

    /**
     * How the hosts of a service are probed: what its first version with {@code maintenance} says, for all its
     * versions, as SOAJS does.
     */
    record HostReadiness(EnvironmentSettings environment) {

        private static final String USUAL_PATH = "/heartbeat";

        /** The health check; null for none. */
        @Nullable
        MappingBuilder of(Fields service, Collection<Fields> versions, Set<Long> ports) {
            for (Fields version : versions) {
                Fields maintenance = version.object("maintenance");
                Fields port = maintenance == null ? null : maintenance.object("port");
                String path = maintenance == null ? null : maintenance.text("readiness");
                if (port != null && path != null) {
                    return declared(version, path, port, ports);
                }
            }
            return guessed(service, ports);
        }

        private @Nullable MappingBuilder declared(Fields version, String path, Fields port, Set<Long> ports) {
            String type = port.text("type");
            Long other = null;
            if ("maintenance".equals(type)) {
                other = maintenancePort(version, ports);
                if (other == null) {
                    return null;
                }
            } else if (type != null && type.toLowerCase(Locale.ROOT).equals("custom")) {
                other = custom(port);
            }
            return check(version, path, other);
        }

        private static @Nullable Long custom(Fields port) {
            if (port.raw("value") instanceof String digits && digits.matches("[0-9]{1,5}")) {
                return Long.valueOf(digits);
            }
            return port.whole("value");
        }

        /**
         * SOAJS asks such services for a heartbeat at the port of maintenance, then at their own. Only one port can be asked here, so
         * this check may be wrong and must not make a service unavailable.
         */
        private @Nullable MappingBuilder guessed(Fields service, Set<Long> ports) {
            Long increment = environment.maintenanceIncrement();
            if (increment == null || ports.size() != 1) {
                return null;
            }
            return check(service, USUAL_PATH, ports.iterator().next() + increment)
                    .flag("panic", true);
        }

        private @Nullable Long maintenancePort(Fields version, Set<Long> ports) {
            Long increment = environment.maintenanceIncrement();
            if (increment == null || ports.size() != 1) {
                String why = increment == null
                        ? "the environment has no ports.maintenanceInc"
                        : "hosts with different ports have different maintenance ports";
                version.notice("maintenance.port", why, "hosts are not probed");
                return null;
            }
            return ports.iterator().next() + increment;
        }

        private MappingBuilder check(Fields source, String path, @Nullable Long port) {
            Long interval = environment.healthCheckMillis();
            return new MappingBuilder(source.origin())
                    .text("path", path.startsWith("/") ? path : "/" + path)
                    .number("port", port)
                    .text("interval", interval == null || interval <= 0 ? null : interval + "ms");
        }
    }

    /** The URL of a version of a service that has no hosts in the database: its own, else that of all; none where it has none, or an invalid one. */
    static List<String> endpoints(Fields service, VersionNumber version) {
        Fields source = service.object("src");
        if (source == null) {
            return List.of();
        }
        String url = source.text("url");
        for (Fields own : source.objects("urls")) {
            if (version.equals(Versions.of(own.raw("version")))) {
                url = own.text("url");
            }
        }
        return url == null || !isUsable(source, url, "no host is taken from it") ? List.of() : List.of(url);
    }

    /** Whether that URL can be a host's; notes what becomes of it otherwise. */
    static boolean isUsable(Fields source, String url, String outcome) {
        try {
            HostUrl.parse(url);
            return true;
        } catch (MalformedValue e) {
            source.notice("url", "a URL with a path, a query or a user", outcome);
            return false;
        }
    }
}
