package io.gatehouse.http.tls;

import java.security.KeyStore.PrivateKeyEntry;
import org.jspecify.annotations.Nullable;

/**
 * What proves to an authority that the names it is asked to certify lead here (RFC 8555). Asked on I/O threads, by whoever calls:
 * safe for concurrent use, never blocks.
 */
public interface AcmeChallenges {

    /** What is answered to HTTP-01 at {@code /.well-known/acme-challenge/} and this token; null if nobody is to ask for it. */
    @Nullable
    String response(String token);

    /** The certificate for TLS-ALPN-01 (RFC 8737) of this name, in small letters; null if nobody is to ask for it. */
    @Nullable
    PrivateKeyEntry certificate(String name);
}
