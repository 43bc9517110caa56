package io.gatehouse.http.inbound;

import io.gatehouse.domain.address.AddressRange;
import io.gatehouse.domain.address.MaskedAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Counts what clients have of something by their address, up to a limit. Safe for concurrent use. */
public final class AddressCounts {

    private final int most;
    private final int ipv6Prefix;
    private final List<AddressRange> exempt;
    private final Map<MaskedAddress, Integer> counts = new ConcurrentHashMap<>();

    /** So many of one address, with whom these limits count as one and exempt; 0 for no limit. */
    public AddressCounts(ConnectionLimits limits, int most) {
        this.most = most;
        this.ipv6Prefix = limits.ipv6Prefix();
        this.exempt = limits.exempt();
    }

    /** What an address is counted by; null if it is not counted. */
    public @Nullable MaskedAddress counted(@Nullable InetAddress address) {
        return address == null || most == 0 || isExempt(address) ? null : MaskedAddress.of(address, ipv6Prefix);
    }

    private boolean isExempt(InetAddress address) {
        for (AddressRange range : exempt) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** Takes one, to be given back by {@link #leave}; false if there is none left. */
    public boolean enter(@Nullable MaskedAddress counted) {
        if (counted == null || counts.merge(counted, 1, Integer::sum) <= most) {
            return true;
        }
        leave(counted);
        return false;
    }

    /** Gives one back. */
    public void leave(@Nullable MaskedAddress counted) {
        if (counted != null) {
            counts.computeIfPresent(counted, (same, count) -> count == 1 ? null : count - 1);
        }
    }
}
