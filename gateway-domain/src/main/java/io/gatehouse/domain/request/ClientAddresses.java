package io.gatehouse.domain.request;

import io.gatehouse.domain.address.AddressRange;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whose address to believe: the peer's, or what trusted proxies say of the clients before them.
 *
 * <p>Source of the rule: the addresses of all lines of the one believed header are walked from the right; the first that
 * is not a trusted proxy is the client. An element that is not an address ends the walk at the last good one. What is said
 * of the client's scheme, host and port is read at the place where the walk ended. Immutable.
 */
public final class ClientAddresses {

    /** Elements looked at before the walk stops: longer chains of proxies are not real. */
    private static final int LONGEST_CHAIN = 64;

    private final List<AddressRange> trusted;
    private final ForwardedHeader header;

    /** Believes only peers within these ranges, and of them only this header. */
    public ClientAddresses(List<AddressRange> trusted, ForwardedHeader header) {
        this.trusted = List.copyOf(trusted);
        this.header = header;
    }

    /** Whether an address is one of the trusted proxies. */
    public boolean isTrusted(InetAddress address) {
        for (AddressRange range : trusted) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** The client's address of a request whose peer is {@code peer}. */
    public InetAddress clientOf(InetAddress peer, RequestHeaders headers) {
        ForwardedOrigin origin = originOf(peer, headers);
        return origin == null ? peer : origin.client();
    }

    /** What trusted proxies say of the client of a request whose peer is {@code peer}; null if that is none of them. */
    public @Nullable ForwardedOrigin originOf(InetAddress peer, RequestHeaders headers) {
        if (!isTrusted(peer)) {
            return null;
        }
        List<String> elements = header.elements(headers);
        InetAddress client = peer;
        int at = elements.size();
        int end = Math.max(0, at - LONGEST_CHAIN);
        while (at > end && isTrusted(client)) {
            InetAddress before = header.address(elements.get(at - 1));
            if (before == null) {
                break;
            }
            client = before;
            at--;
        }
        return header.origin(client, headers, elements, at);
    }
}
