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
import io.gatehouse.configuration.Range;
import io.gatehouse.configuration.ScalarType;
import io.gatehouse.configuration.Secret;
import io.gatehouse.domain.service.StatusRange;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How the hosts of a service are probed. */
public record HealthCheckDocument(
        @Described("The path asked for by GET; of h2 and h2c hosts /grpc.health.v1.Health/Check by gRPC.")
        @Matching(value = "/[!-~]{0,1023}", expected = "a path such as /heartbeat")
        String path,

        @Described("The port asked: the host's own, or another.") @Default("same")
        ProbePort port,

        @Described("The Host header of a probe; without it the name of the host asked.")
        @Nullable
        @Matching(
                value = "([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?",
                expected = "a host name such as orders.example, with a port if need be")
        String host,

        @Described("The statuses of healthy hosts.") @Default("200-399") @NotEmpty
        List<StatusRange> statuses,

        @Described("Further headers of a probe, by name.")
        @Default({})
        @KeyPattern(value = NameForms.HEADER, expected = NameForms.HEADER_EXPECTED)
        Map<String, Secret> headers,

        @Described("The time between two probes.") @Default("5s")
        Duration interval,

        @Described("How long a probe may take.") @Default("1s")
        Duration timeout,

        @Described("Failed probes in a row that make a host unhealthy.") @Default("2") @Range(min = 1, max = 1000)
        int unhealthyAfter,

        @Described("Good probes in a row that make it healthy again.") @Default("1") @Range(min = 1, max = 1000)
        int healthyAfter,

        @Described("How long a host that has become healthy again takes to its full share of requests.")
        @Default("10s")
        @Disableable
        @Nullable
        Duration slowStart,

        @Described("Whether all hosts are used when all are unhealthy, instead of responding 503.") @Default("false")
        boolean panic,

        Origin origin) {

    private static final Set<String> ALSO_REFUSED = Set.of("host", "expect", "http2-settings", "proxy-authorization");
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e]([\\t\\x20-\\x7e]{0,7998}[\\x21-\\x7e])?");

    /** Headers that say where a message begins and ends, and whom it is for, are not for configuration. */
    public HealthCheckDocument {
        statuses = List.copyOf(statuses);
        headers = OrderedMap.copyOf(headers);
        if (headers.keySet().stream().anyMatch(HealthCheckDocument::isOfTheMessage)) {
            throw new MalformedValue("no header of the connection or of the framing, such as Content-Length, among"
                    + " headers, and none for the name of the host, which is host");
        }
        if (headers.values().stream()
                .anyMatch(value -> !VALUE.matcher(value.reveal()).matches())) {
            throw new MalformedValue("headers whose values are texts of visible ASCII characters");
        }
    }

    private static boolean isOfTheMessage(String name) {
        return NameForms.isFramingHeader(name) || ALSO_REFUSED.contains(name.toLowerCase(Locale.ROOT));
    }

    /**
     * The port that health checks ask: the host's own, or another.
     *
     * @param other the other port; null for the host's own
     */
    @ScalarType(name = "port", expected = "same or a port from 1 to 65535", pattern = "same|[0-9]{1,5}")
    public record ProbePort(@Nullable Integer other) {

        public static ProbePort parse(String text) {
            if (text.equals("same")) {
                return new ProbePort(null);
            }
            int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
            if (port < 1 || port > 65_535) {
                throw new MalformedValue("same or a port from 1 to 65535");
            }
            return new ProbePort(port);
        }
    }
}
