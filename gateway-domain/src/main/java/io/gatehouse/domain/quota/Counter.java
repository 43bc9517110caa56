package io.gatehouse.domain.quota;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Names the counter of one subject. Two are equal if they count the same.
 *
 * @param quota the quota's counters, see {@link Quota#counters}
 * @param owner the tenant, key or user that is counted; empty if the address alone is
 * @param address the address that is counted; null if it does not matter
 */
public record Counter(String quota, String owner, @Nullable InetAddress address) {

    @Override
    public int hashCode() {
        int hash = quota.hashCode() * 31 + owner.hashCode();
        return address == null ? hash : hash * 31 + address.hashCode();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Counter counter
                && quota.equals(counter.quota)
                && owner.equals(counter.owner)
                && (address == null ? counter.address == null : address.equals(counter.address));
    }

    /** One text for each counter, for stores that need one: {@code strict/fixed-window/60000|acme|192.0.2.7}. */
    public String text() {
        return quota + "|" + owner + "|" + (address == null ? "" : address.getHostAddress());
    }
}
