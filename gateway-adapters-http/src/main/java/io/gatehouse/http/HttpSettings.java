package io.gatehouse.http;

import io.gatehouse.domain.request.CredentialNames;
import io.gatehouse.http.codec.HeadLimits;
import io.gatehouse.http.exchange.ErrorResponse;
import io.gatehouse.http.exchange.NotedDetails;
import io.gatehouse.http.exchange.QuotaFields;
import io.gatehouse.http.exchange.Traces;
import io.gatehouse.http.inbound.ConnectionLimits;
import io.gatehouse.http.tls.HostTls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the gateway listens, and the limits that hold for every request.
 *
 * @param listeners the ports, at least one
 * @param maxBodySize the largest request body in bytes, where the service does not say otherwise
 * @param head how much the head of a request may hold
 * @param connections client connections at a time; further ones are closed as they are accepted
 * @param maxUpstreamConnections connections to upstream hosts at a time, idle ones included; at that many, one that idles is
 *     closed for each that is opened
 * @param maxInFlight requests being processed at a time; further ones are answered with 503 at once
 * @param errorFormat the shape of error bodies
 * @param quotaFields the response headers that say to clients what is left of their limit
 * @param credentials where keys and tokens stand; upstreams do not get to see those headers
 * @param hostTls TLS towards hosts that want more than what the Java platform trusts; the first that is for a host counts
 * @param ioThreads threads that do all I/O; 0 for one per processor
 * @param noted what is noted of each exchange for those who look at single ones
 * @param traces which traces exchanges belong to; null to take no part in any
 */
public record HttpSettings(
        List<ListenerSettings> listeners,
        long maxBodySize,
        HeadLimits head,
        ConnectionLimits connections,
        int maxUpstreamConnections,
        int maxInFlight,
        ErrorResponse.ErrorFormat errorFormat,
        QuotaFields quotaFields,
        CredentialNames credentials,
        List<HostTls> hostTls,
        int ioThreads,
        NotedDetails noted,
        @Nullable Traces traces) {

    public HttpSettings {
        listeners = List.copyOf(listeners);
        hostTls = List.copyOf(hostTls);
        atLeast(1, listeners.size(), "listeners");
        atLeast(0, maxBodySize, "maxBodySize");
        atLeast(1, maxUpstreamConnections, "maxUpstreamConnections");
        atLeast(1, maxInFlight, "maxInFlight");
        atLeast(0, ioThreads, "ioThreads");
    }

    private static void atLeast(long least, long value, String name) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value);
        }
    }
}
