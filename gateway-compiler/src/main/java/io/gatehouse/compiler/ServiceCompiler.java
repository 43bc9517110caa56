package io.gatehouse.compiler;

import io.gatehouse.compiler.document.Credential;
import io.gatehouse.compiler.document.HostDocument;
import io.gatehouse.compiler.document.Requirement;
import io.gatehouse.compiler.document.RouteDocument;
import io.gatehouse.compiler.document.ServiceDocument;
import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.Requirements;
import io.gatehouse.domain.service.Route;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.upstream.BuiltInStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compiles services with their versions, hosts and routes. */
final class ServiceCompiler {

    private ServiceCompiler() {}

    static Services compile(Map<String, ServiceDocument> documents, DedicatedHosts own) {
        var services = new ArrayList<Service>();
        var routes = new ArrayList<Route>();
        documents.forEach((name, document) -> {
            Service service = service(name, document, own.ofService(name));
            services.add(service);
            document.routes().forEach(route -> routes.add(route(route, service)));
        });
        return new Services(services, routes);
    }

    private static Service service(String name, ServiceDocument document, List<ServiceVersion> dedicated) {
        var versions = new ArrayList<ServiceVersion>();
        document.versions()
                .forEach((number, version) -> versions.add(
                        version(new VersionKey(name, number), version.hosts(), version.requires(), version.origin())));
        return new Service(
                name,
                versions,
                dedicated,
                document.methods(),
                balancing(document),
                HealthCheckCompiler.compile(document.healthCheck()),
                ForwardingCompiler.compile(document),
                MaintenanceCompiler.compile(document.maintenance()),
                document.keepOpen(),
                document.origin());
    }

    static ServiceVersion version(VersionKey key, List<HostDocument> hosts, Requirement requires, Origin origin) {
        return new ServiceVersion(key, hosts.stream().map(ServiceCompiler::host).toList(), demands(requires), origin);
    }

    private static Requirements demands(Requirement requirement) {
        return Requirements.of(
                requirement.credentials().contains(Credential.KEY),
                requirement.credentials().contains(Credential.TOKEN),
                requirement.anyOf());
    }

    private static Host host(HostDocument document) {
        var url = document.url();
        return new Host(new HostAddress(url.tls(), url.host(), url.port()), document.weight());
    }

    private static Route route(RouteDocument document, Service service) {
        return new Route(
                document.path().text(),
                document.host() == null ? null : document.host().text(),
                service,
                document.version(),
                document.strip(),
                document.origin());
    }

    /** Strategies that are not there yet take turns meanwhile, which a warning says. */
    private static String balancing(ServiceDocument document) {
        BuiltInStrategy strategy = switch (document.loadBalancing()) {
            case RANDOM -> BuiltInStrategy.RANDOM;
            case LEAST_REQUESTS -> BuiltInStrategy.LEAST_REQUESTS;
            case ROUND_ROBIN, PEAK_EWMA, CONSISTENT_HASH -> BuiltInStrategy.ROUND_ROBIN;
        };
        return strategy.configured();
    }
}
