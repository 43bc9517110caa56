package io.gatehouse.http.connection;

import io.gatehouse.http.tls.AcmeChallenges;
import org.jspecify.annotations.Nullable;

/**
 * What holds for every request that comes to one port, whatever the registry says.
 *
 * @param healthPath a path that is answered with the gateway's health; null for none
 * @param redirectPort everything else is sent to HTTPS at this port; 0 for no redirect
 * @param strictTransportSecurity the header of that name on responses over TLS; null for none
 * @param passesCertificates whether upstreams are told of the client's certificate
 * @param grpcWeb whether calls by gRPC-Web are handed on as calls by gRPC
 * @param challenges answers HTTP-01 before all else; null if nothing does
 */
public record ListenerRules(
        @Nullable String healthPath,
        int redirectPort,
        @Nullable String strictTransportSecurity,
        boolean passesCertificates,
        boolean grpcWeb,
        @Nullable AcmeChallenges challenges) {

    /** Requests are for the registry alone. */
    public static final ListenerRules NONE = new ListenerRules(null, 0, null, false, false, null);
}
