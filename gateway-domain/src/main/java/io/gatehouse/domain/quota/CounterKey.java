package io.gatehouse.domain.quota;

import io.gatehouse.domain.address.MaskedAddress;
import org.jspecify.annotations.Nullable;

/**
 * Names the counter of one subject. Two are equal if they count the same.
 *
 * <p>Callers choose owners and addresses, and so what the maps of counters hold. An address has a hash that cannot be aimed
 * at; owners can be found whose hashes are equal, so counters are ordered: a crowded bucket becomes a tree.
 *
 * @param quota the quota's counters, see {@link QuotaRule#counters}
 * @param owner the tenant, key or user that is counted; empty if the address alone is
 * @param address the address that is counted; null if it does not matter
 */
public record CounterKey(
        String quota, String owner, @Nullable MaskedAddress address) implements Comparable<CounterKey> {

    @Override
    public int hashCode() {
        int hash = quota.hashCode() * 31 + owner.hashCode();
        return address == null ? hash : hash * 31 + address.hashCode();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CounterKey counter
                && quota.equals(counter.quota)
                && owner.equals(counter.owner)
                && (address == null ? counter.address == null : address.equals(counter.address));
    }

    /** By what differs between the counters of one quota first; those without an address before those with one. */
    @Override
    public int compareTo(CounterKey other) {
        int order = compare(address, other.address);
        if (order == 0) {
            order = owner.compareTo(other.owner);
        }
        return order == 0 ? quota.compareTo(other.quota) : order;
    }

    private static int compare(@Nullable MaskedAddress one, @Nullable MaskedAddress other) {
        if (one == null) {
            return other == null ? 0 : -1;
        }
        return other == null ? 1 : one.compareTo(other);
    }

    /** One text for each counter, for stores that need one: {@code strict/fixed-window/60000|acme|192.0.2.7}. */
    public String text() {
        return quota + "|" + owner + "|" + (address == null ? "" : address);
    }
}
