package io.gatehouse.compiler;

import io.gatehouse.compiler.document.CacheDocument;
import io.gatehouse.compiler.document.CircuitBreakerDocument;
import io.gatehouse.compiler.document.HealthCheckDocument;
import io.gatehouse.compiler.document.HostDocument;
import io.gatehouse.compiler.document.HostUrl;
import io.gatehouse.compiler.document.IdempotencyDocument;
import io.gatehouse.compiler.document.MirrorDocument;
import io.gatehouse.compiler.document.RequestHeadersDocument;
import io.gatehouse.compiler.document.RequestHeadersDocument.RequestHeaderName;
import io.gatehouse.compiler.document.RequestHeadersDocument.RequestHeaderValue;
import io.gatehouse.compiler.document.Requirement;
import io.gatehouse.compiler.document.Requirement.Credential;
import io.gatehouse.compiler.document.RetryDocument;
import io.gatehouse.compiler.document.RolloutDocument;
import io.gatehouse.compiler.document.RouteDocument;
import io.gatehouse.compiler.document.ServiceDocument;
import io.gatehouse.compiler.document.ServiceDocument.AmbiguousPathPolicy;
import io.gatehouse.compiler.document.ServiceDocument.CredentialPassing;
import io.gatehouse.compiler.document.ServiceDocument.HostHeader;
import io.gatehouse.compiler.document.ServiceDocument.OutliersDocument;
import io.gatehouse.compiler.document.ServiceDocument.TimeoutsDocument;
import io.gatehouse.configuration.ListOrExtension;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Setting;
import io.gatehouse.domain.request.AmbiguousPathException;
import io.gatehouse.domain.request.PathCanonicaliser;
import io.gatehouse.domain.service.BreakerPolicy;
import io.gatehouse.domain.service.CachePolicy;
import io.gatehouse.domain.service.Forwarding;
import io.gatehouse.domain.service.HeaderEdits;
import io.gatehouse.domain.service.HealthCheck;
import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.HostSource;
import io.gatehouse.domain.service.IdempotencyPolicy;
import io.gatehouse.domain.service.OutlierPolicy;
import io.gatehouse.domain.service.RequestHeaderEdits;
import io.gatehouse.domain.service.RequestHeaderEdits.HeaderTemplate;
import io.gatehouse.domain.service.Requirements;
import io.gatehouse.domain.service.Resilience;
import io.gatehouse.domain.service.ResponsePolicy;
import io.gatehouse.domain.service.RetryPolicy;
import io.gatehouse.domain.service.Route;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.Steering;
import io.gatehouse.domain.service.Timeouts;
import io.gatehouse.domain.service.VersionKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compiles services with their versions, hosts and routes. */
final class ServiceCompiler {

    private static final int TEMPORARY_REDIRECT = 307;

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
                .forEach((number, version) -> versions.add(new ServiceVersion(
                        new VersionKey(name, number),
                        source(version.hosts()),
                        demands(version.requires()),
                        document.upstreamTls(),
                        version.origin())));
        return new Service(
                name,
                versions,
                dedicated,
                document.methods(),
                document.loadBalancing().compiled(name),
                healthCheck(document.healthCheck()),
                resilience(document),
                forwarding(document),
                PolicyCompiler.maintenance(document.maintenance()),
                document.keepOpen(),
                PolicyCompiler.observation(document.observe()),
                document.origin());
    }

    static ServiceVersion version(
            VersionKey key,
            ListOrExtension<HostDocument> hosts,
            Requirement requires,
            @Nullable String upstreamTls,
            Origin origin) {
        return new ServiceVersion(key, source(hosts), demands(requires), upstreamTls, origin);
    }

    private static HostSource source(ListOrExtension<HostDocument> hosts) {
        return hosts instanceof ListOrExtension.Extension<HostDocument> asked
                ? new HostSource.Discovered(asked.name(), asked.settings(), asked.origin())
                : new HostSource.Listed(hosts(hosts.items()));
    }

    private static List<Host> hosts(List<HostDocument> documents) {
        return documents.stream().map(ServiceCompiler::host).toList();
    }

    private static Requirements demands(Requirement requirement) {
        Requirements demands = Requirements.of(
                requirement.credentials().contains(Credential.KEY),
                requirement.credentials().contains(Credential.TOKEN),
                requirement.anyOf());
        return requirement.credentials().contains(Credential.CERTIFICATE) ? demands.withCertificate() : demands;
    }

    private static Host host(HostDocument document) {
        return new Host(address(document.url()), document.weight());
    }

    private static HostAddress address(HostUrl url) {
        return new HostAddress(url.tls(), url.http2(), url.host(), url.port());
    }

    private static Route route(RouteDocument document, Service service) {
        RouteDocument.RoutePath rewrite = document.rewrite();
        boolean isRoot = rewrite != null && rewrite.text().equals("/");
        return new Route(
                document.path().text(),
                document.host() == null ? null : document.host().text(),
                service,
                document.version(),
                document.strip() || isRoot,
                rewrite == null || isRoot ? null : encoded(rewrite.text()),
                redirect(document),
                document.origin());
    }

    /** A plain path as it is forwarded: in UTF-8, with escapes for all that may not stand in a path. */
    private static String encoded(String path) {
        try {
            return PathCanonicaliser.canonicalise(path.chars().allMatch(c -> c < 0x80) ? path : escaped(path))
                    .forwarded();
        } catch (AmbiguousPathException e) {
            throw new IllegalStateException("a path that was taken for plain", e);
        }
    }

    private static String escaped(String path) {
        var escaped = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            escaped.append(b < 0 ? String.format(Locale.ROOT, "%%%02X", b & 0xff) : String.valueOf((char) b));
        }
        return escaped.toString();
    }

    private static Route.@Nullable Redirect redirect(RouteDocument document) {
        RouteDocument.RedirectUrl url = document.redirect();
        RouteDocument.RedirectStatus status = document.status();
        return url == null ? null : new Route.Redirect(url.text(), status == null ? TEMPORARY_REDIRECT : status.code());
    }

    private static Steering steering(ServiceDocument document) {
        RequestHeadersDocument headers = document.requestHeaders();
        RolloutDocument rollout = document.rollout();
        MirrorDocument mirror = document.mirror();
        return new Steering(
                rollout == null ? null : rollout.toRollout(),
                new RequestHeaderEdits(
                        templates(headers.set()),
                        templates(headers.add()),
                        headers.remove().stream().map(RequestHeaderName::text).toList()),
                mirror == null
                        ? null
                        : new Steering.Mirror(
                                address(mirror.to()).securedBy(document.upstreamTls()),
                                mirror.share(),
                                mirror.origin()),
                document.rewriteLocations());
    }

    private static List<HeaderTemplate> templates(Map<RequestHeaderName, RequestHeaderValue> headers) {
        return headers.entrySet().stream()
                .map(header -> new HeaderTemplate(
                        header.getKey().text(), header.getValue().pieces()))
                .toList();
    }

    private static @Nullable HealthCheck healthCheck(@Nullable HealthCheckDocument document) {
        return document == null
                ? null
                : new HealthCheck(
                        document.path(),
                        document.port().other(),
                        document.host(),
                        document.headers(),
                        document.statuses(),
                        document.interval(),
                        document.timeout(),
                        document.unhealthyAfter(),
                        document.healthyAfter(),
                        document.slowStart(),
                        document.panic());
    }

    private static @Nullable RetryPolicy retry(Setting<RetryDocument> setting, Origin service) {
        if (setting instanceof Setting.Value<RetryDocument> given) {
            return given.value().compiled();
        }
        return setting instanceof Setting.Off ? null : RetryPolicy.usual(service);
    }

    private static Resilience resilience(ServiceDocument document) {
        return new Resilience(
                breaker(document.circuitBreaker()),
                outliers(document.outliers()),
                document.concurrency() == null ? null : document.concurrency().compiled());
    }

    private static @Nullable BreakerPolicy breaker(@Nullable CircuitBreakerDocument document) {
        return document == null
                ? null
                : new BreakerPolicy(
                        document.failureRate(),
                        document.slowRate(),
                        document.slowAfter(),
                        document.consecutiveFailures(),
                        document.minimumCalls(),
                        document.window(),
                        document.openFor(),
                        document.origin());
    }

    private static @Nullable OutlierPolicy outliers(@Nullable OutliersDocument document) {
        return document == null
                ? null
                : new OutlierPolicy(
                        document.consecutiveFailures(),
                        document.ejectFor(),
                        document.atLongest(),
                        document.atMost(),
                        document.slowStart(),
                        document.origin());
    }

    private static @Nullable CachePolicy cache(@Nullable CacheDocument document) {
        return document == null
                ? null
                : new CachePolicy(document.maxEntry().bytes(), document.cacheStatus(), document.origin());
    }

    private static @Nullable IdempotencyPolicy idempotency(@Nullable IdempotencyDocument document) {
        return document == null
                ? null
                : new IdempotencyPolicy(
                        document.header(),
                        document.keep(),
                        document.maxBodySize().bytes(),
                        document.origin());
    }

    private static Forwarding forwarding(ServiceDocument document) {
        TimeoutsDocument timeouts = document.timeouts();
        var edits = document.responseHeaders();
        var largest = document.maxBodySize();
        return new Forwarding(
                new Timeouts(
                        timeouts.connect(),
                        timeouts.response(),
                        timeouts.idle(),
                        timeouts.total(),
                        timeouts.deadlineHeader()),
                retry(document.retry(), document.origin()),
                document.credentials() == CredentialPassing.PASS,
                document.hostHeader() == HostHeader.PRESERVE,
                document.encodedSlash() == AmbiguousPathPolicy.PASS,
                document.pathParameters() == AmbiguousPathPolicy.PASS,
                new HeaderEdits(edits.set(), edits.remove()),
                new ResponsePolicy(
                        document.compression(), cache(document.cache()), idempotency(document.idempotency())),
                document.injectSoajs(),
                largest == null ? null : largest.bytes(),
                steering(document));
    }
}
