package io.gatehouse.compiler;

import io.gatehouse.compiler.document.DeploymentReference;
import io.gatehouse.compiler.document.HostDocument;
import io.gatehouse.compiler.document.KeyDocument;
import io.gatehouse.compiler.document.RegistryDocuments;
import io.gatehouse.compiler.document.ServiceDocument;
import io.gatehouse.configuration.ListOrExtension;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.tenancy.ApiKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Compiles the hosts that keys have of their own; an entry for one version wins over one for the whole service. */
final class DedicatedHosts {

    private final Map<String, ServiceDocument> services;
    private final Set<String> tenants = new HashSet<>();
    private final Map<String, List<ServiceVersion>> byService = new HashMap<>();
    private final Map<String, Map<VersionKey, ServiceVersion>> byKey = new HashMap<>();

    private DedicatedHosts(Map<String, ServiceDocument> services) {
        this.services = services;
    }

    static DedicatedHosts of(RegistryDocuments documents) {
        var own = new DedicatedHosts(documents.services());
        documents
                .tenants()
                .forEach((tenant, document) -> document.applications()
                        .forEach((application, owned) -> owned.keys().forEach((name, key) -> {
                            if (!key.hosts().isEmpty()) {
                                own.tenants.add(tenant);
                                own.key(ApiKey.id(tenant, application, name), key);
                            }
                        })));
        return own;
    }

    private void key(String id, KeyDocument document) {
        Map<VersionKey, ServiceVersion> deployments = new HashMap<>();
        document.hosts().forEach((reference, hosts) -> deploy(id, reference, hosts, deployments));
        byKey.put(id, deployments);
        deployments.forEach((shared, own) -> byService
                .computeIfAbsent(shared.service(), name -> new ArrayList<>())
                .add(own));
    }

    private void deploy(
            String id,
            DeploymentReference reference,
            ListOrExtension<HostDocument> hosts,
            Map<VersionKey, ServiceVersion> deployments) {
        String name = reference.service();
        ServiceDocument service = services.get(name);
        if (service == null) {
            throw new IllegalStateException(
                    id + " has hosts for " + name + ", which is no service, and was taken for good");
        }
        service.versions().forEach((number, version) -> {
            if (reference.names(name, number)) {
                var shared = new VersionKey(name, number);
                ServiceVersion own = ServiceCompiler.version(
                        new VersionKey(name, number, id),
                        hosts,
                        version.requires(),
                        service.upstreamTls(),
                        Objects.requireNonNull(HostDocument.originOf(hosts)));
                if (reference.version() == null) {
                    deployments.putIfAbsent(shared, own);
                } else {
                    deployments.put(shared, own);
                }
            }
        });
    }

    /** Whether any key of this tenant has any. */
    boolean areOf(String tenant) {
        return tenants.contains(tenant);
    }

    /** The deployments of a service for single keys; none where nobody has any. */
    List<ServiceVersion> ofService(String name) {
        return byService.getOrDefault(name, List.of());
    }

    /** The deployments for a key, by the version that is called; none where it has none. */
    Map<VersionKey, ServiceVersion> ofKey(String id) {
        return byKey.getOrDefault(id, Map.of());
    }
}
