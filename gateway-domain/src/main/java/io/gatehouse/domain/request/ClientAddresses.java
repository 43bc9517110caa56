package io.gatehouse.domain.request;

import io.gatehouse.domain.address.AddressRange;
import java.net.InetAddress;
import java.util.List;

/**
 * Tells whose address to believe: the peer's, or what trusted proxies say of the clients before them.
 *
 * <p>Source of the rule: the addresses of all lines of the one believed header are walked from the right; the first that
 * is not a trusted proxy is the client. An element that is not an address ends the walk at the last good one. Immutable.
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
        InetAddress client = peer;
        if (!isTrusted(peer)) {
            return client;
        }
        List<String> elements = header.elements(headers);
        for (int i = elements.size() - 1; i >= Math.max(0, elements.size() - LONGEST_CHAIN); i--) {
            InetAddress before = header.address(elements.get(i));
            if (before == null) {
                return client;
            }
            client = before;
            if (!isTrusted(before)) {
                return client;
            }
        }
        return client;
    }
}
