package io.gatehouse.domain.request;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came over the wire, before anything is believed or decided.
 *
 * <p>Implemented by whatever receives requests; valid while the exchange is being decided, used by one thread at a time.
 */
public interface IncomingRequest {

    /** The method as sent, such as {@code GET}. */
    String method();

    /** The raw path of the request target: still encoded, without the query, without scheme and authority. */
    String rawPath();

    /** The raw query without the question mark; null if there is none, which is not the same as an empty one. */
    @Nullable
    String rawQuery();

    /** The {@code Host} header or the {@code :authority} of HTTP/2, with its port if it has one; empty if absent. */
    String authority();

    /** Whether the connection that the request came on is encrypted. */
    boolean secure();

    /** The address at the other end of the connection. */
    InetAddress peer();

    /** The certificate that the client has proved to have; null if it has none, or was not asked. */
    default @Nullable ClientCertificate certificate() {
        return null;
    }

    /** The header lines. */
    RequestHeaders headers();
}
