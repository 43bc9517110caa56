package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Disableable;
import io.gatehouse.configuration.KeyPattern;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Matching;
import io.gatehouse.configuration.NotEmpty;
import io.gatehouse.configuration.OrderedMap;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Percentage;
import io.gatehouse.configuration.Range;
import io.gatehouse.configuration.Setting;
import io.gatehouse.configuration.Size;
import io.gatehouse.configuration.Sourced;
import io.gatehouse.domain.observation.ObservedCheck;
import io.gatehouse.domain.service.Steering.RewrittenLocations;
import io.gatehouse.domain.service.VersionNumber;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A service: what can be called, where it runs, and how its upstreams are treated. */
public record ServiceDocument(
        @Described("Further paths that lead to the service, longest first; /name always does.") @Default({})
        List<RouteDocument> routes,

        @Described("How a host is chosen among the healthy ones.") @Default({})
        LoadBalancingDocument loadBalancing,

        @Described("How hosts are probed; without it they count as healthy.") @Disableable @Nullable
        HealthCheckDocument healthCheck,

        @Described("How long an upstream may take.") @Default({})
        TimeoutsDocument timeouts,

        @Described(
                "When a failed call is tried again; without it, when no connection could be had, on up to two other hosts.")
        Setting<RetryDocument> retry,

        @Described("When to stop calling a failing version for a while.") @Disableable @Nullable
        CircuitBreakerDocument circuitBreaker,

        @Described("When to leave out a single failing host for a while.") @Disableable @Nullable
        OutliersDocument outliers,

        @Described("How many requests are forwarded at a time; any number without it.") @Disableable @Nullable
        ConcurrencyDocument concurrency,

        @Described("The methods that are let through.")
        @Default({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
        @Matching(value = NameForms.METHOD, expected = NameForms.METHOD_EXPECTED)
        @NotEmpty
        Set<String> methods,

        @Described("Whether Authorization reaches the upstream.") @Default("drop")
        CredentialPassing credentials,

        @Described("Which Host header the upstream sees: its own name or the client's.") @Default("upstream")
        HostHeader hostHeader,

        @Described(
                "How its hosts are secured that are spoken to over TLS: an entry of upstream-tls of gateway.yml by its name; without it, the first that is for the host.")
        @Matching(value = NameForms.NAME, expected = NameForms.NAME_EXPECTED)
        @Nullable
        String upstreamTls,

        @Described("Puts the service under maintenance for a while.") @Disableable @Nullable
        MaintenanceDocument maintenance,

        @Described(
                "Whether paths with an encoded slash or percent sign are handed on; not together with rules that name"
                        + " paths.")
        @Default("refuse")
        AmbiguousPathPolicy encodedSlash,

        @Described("Whether paths with ;parameters are handed on; not together with rules that name paths.")
        @Default("refuse")
        AmbiguousPathPolicy pathParameters,

        @Described("Headers set or removed in every response.") @Default({})
        ResponseHeadersDocument responseHeaders,

        @Described("Headers set, added or removed in every request on its way to an upstream.") @Default({})
        RequestHeadersDocument requestHeaders,

        @Described("Which of the callers that ask for no version get a new one.") @Disableable @Nullable
        RolloutDocument rollout,

        @Described("Where copies of requests go.") @Disableable @Nullable
        MirrorDocument mirror,

        @Described("Which Location, Content-Location and cookies of responses say what the client called: named, those"
                + " that name the upstream's address; paths, paths without an address as well; off, none.")
        @Default("named")
        @Disableable
        @Nullable
        RewrittenLocations rewriteLocations,

        @Described("Whether text that the upstream sends uncompressed is compressed for clients that take gzip.")
        @Default("false")
        boolean compression,

        @Described("Whether responses to GET are kept in memory and given again, as they allow (RFC 9111).")
        @Disableable
        @Nullable
        CacheDocument cache,

        @Described("Whether POST and PATCH with a key of their own take effect once, however often they are sent.")
        @Disableable
        @Nullable
        IdempotencyDocument idempotency,

        @Described("Whether upstreams get the SOAJS header soajsinjectobj.") @Default("false")
        boolean injectSoajs,

        @Described(
                "Whether WebSocket connections, streams and uploads that are under way go on when their key is revoked"
                        + " or expires, or their access is revoked.")
        @Default("false")
        boolean keepOpen,

        @Described("The largest request body; without it limits.max-body-size of the gateway.") @Nullable
        Size maxBodySize,

        @Described(
                "Checks of its calls that are watched instead of enforced: what they would refuse goes on, and is logged and counted.")
        @Nullable
        Sourced<Set<ObservedCheck>> observe,

        @Described("The deployed versions by their number; none is needed where all routes redirect.") @Default({})
        Map<VersionNumber, VersionDocument> versions,

        Origin origin) {

    /** The section of extensions that choose among hosts. */
    public static final String LOAD_BALANCING = "load-balancing";

    public ServiceDocument {
        routes = List.copyOf(routes);
        methods = Set.copyOf(methods);
        versions = OrderedMap.copyOf(versions);
    }

    /** The same with each version that does not say what it requires requiring this. */
    ServiceDocument requiring(Requirement implied) {
        if (versions.values().stream().allMatch(VersionDocument::saysWhatItRequires)) {
            return this;
        }
        Map<VersionNumber, VersionDocument> settled = new LinkedHashMap<>();
        versions.forEach((number, version) -> settled.put(number, version.requiring(implied)));
        return new ServiceDocument(
                routes,
                loadBalancing,
                healthCheck,
                timeouts,
                retry,
                circuitBreaker,
                outliers,
                concurrency,
                methods,
                credentials,
                hostHeader,
                upstreamTls,
                maintenance,
                encodedSlash,
                pathParameters,
                responseHeaders,
                requestHeaders,
                rollout,
                mirror,
                rewriteLocations,
                compression,
                cache,
                idempotency,
                injectSoajs,
                keepOpen,
                maxBodySize,
                observe,
                settled,
                origin);
    }

    /** How long an upstream may take. */
    public record TimeoutsDocument(
            @Described("To accept a connection.") @Default("1s")
            Duration connect,

            @Described("From the request to the head of the response.") @Default("30s")
            Duration response,

            @Described("Without a byte in either direction.") @Default("60s")
            Duration idle,

            @Described("For the whole exchange; never for upgraded connections.") @Disableable @Nullable
            Duration total,

            @Described(
                    "The header by which clients say for how many milliseconds they wait, or as grpc-timeout does; what is"
                            + " left goes on to upstreams.")
            @Matching(value = NameForms.HEADER, expected = NameForms.HEADER_EXPECTED)
            @Nullable
            String deadlineHeader,

            Origin origin) {

        /** Headers that say where a message ends are not for configuration. */
        public TimeoutsDocument {
            if (deadlineHeader != null && NameForms.isFramingHeader(deadlineHeader)) {
                throw new MalformedValue("no header of the connection or of the framing, such as Content-Length");
            }
        }
    }

    /** What is changed in the headers of every response of a service. */
    public record ResponseHeadersDocument(
            @Described("Headers to set, replacing the upstream's.")
            @Default({})
            @KeyPattern(value = NameForms.HEADER, expected = NameForms.HEADER_EXPECTED)
            @Matching(value = "[\\t\\x20-\\x7e]{1,8000}", expected = "a text of visible ASCII characters")
            Map<String, String> set,

            @Described("Headers to remove.")
            @Default({})
            @Matching(value = NameForms.HEADER, expected = NameForms.HEADER_EXPECTED)
            List<String> remove,

            Origin origin) {

        /** Headers that say where a message ends are not for configuration. */
        public ResponseHeadersDocument {
            set = OrderedMap.copyOf(set);
            remove = List.copyOf(remove);
            if (set.keySet().stream().anyMatch(NameForms::isFramingHeader)
                    || remove.stream().anyMatch(NameForms::isFramingHeader)) {
                throw new MalformedValue("no header of the connection or of the framing, such as Content-Length");
            }
        }
    }

    /** When a single failing host is left out for a while. */
    public record OutliersDocument(
            @Described("Failed calls in a row.") @Default("5") @Range(min = 1, max = 100000)
            int consecutiveFailures,

            @Described("For how long, the first time.") @Default("30s")
            Duration ejectFor,

            @Described("For how long at most: each ejection that soon follows another lasts twice as long.")
            @Default("5m")
            @Disableable
            @Nullable
            Duration atLongest,

            @Described("The largest share of hosts left out at once.") @Default("50%")
            Percentage atMost,

            @Described("How long a host that comes back takes to its full share of requests.")
            @Default("10s")
            @Disableable
            @Nullable
            Duration slowStart,

            Origin origin) {}

    /** Whether {@code Authorization} reaches the upstream. */
    public enum CredentialPassing {
        DROP,
        PASS
    }

    /** Which Host header the upstream sees: its own, or the client's. */
    public enum HostHeader {
        UPSTREAM,
        PRESERVE
    }

    /** Whether something ambiguous in a path is refused or handed on. */
    public enum AmbiguousPathPolicy {
        REFUSE,
        PASS
    }
}
