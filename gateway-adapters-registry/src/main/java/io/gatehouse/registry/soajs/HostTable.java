package io.gatehouse.registry.soajs;

import io.gatehouse.domain.service.VersionNumber;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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
}
