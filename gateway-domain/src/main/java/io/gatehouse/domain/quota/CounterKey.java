package io.gatehouse.domain.quota;

import io.gatehouse.domain.address.MaskedAddress;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Names the counter of one subject. Two are equal if they count the same.
 *
 * <p>Callers choose owners and addresses, and so what the maps of counters hold. An address has a hash that cannot be aimed
 * at; owners can be found whose hashes are equal, so counters are ordered: a crowded bucket becomes a tree.
 *
 * <p>A ledger may attach what it knows of the counter: the calls with a key come with the same object, and need not be looked up. Safe for
 * concurrent use.
 */
public final class CounterKey implements Comparable<CounterKey> {

    private static final AtomicReferenceFieldUpdater<CounterKey, @Nullable Object> ATTACHMENT =
            AtomicReferenceFieldUpdater.newUpdater(CounterKey.class, Object.class, "attachment");

    private final String quota;
    private final String owner;
    private final @Nullable MaskedAddress address;

    private volatile @Nullable Object attachment;

    /**
     * The counter of a subject.
     *
     * @param quota the quota's counters, see {@link QuotaRule#counters}
     * @param owner the tenant, key or user that is counted; empty if the address alone is
     * @param address the address that is counted; null if it does not matter
     */
    public CounterKey(String quota, String owner, @Nullable MaskedAddress address) {
        this.quota = quota;
        this.owner = owner;
        this.address = address;
    }

    /** The quota's counters, see {@link QuotaRule#counters}. */
    public String quota() {
        return quota;
    }

    /** The tenant, key or user that is counted; empty if the address alone is. */
    public String owner() {
        return owner;
    }

    /** The address that is counted; null if it does not matter. */
    public @Nullable MaskedAddress address() {
        return address;
    }

    /** What was attached last, by whichever ledger and on whichever thread; null if nothing was. */
    public @Nullable Object attachment() {
        return attachment;
    }

    /** Keeps this at this very object. */
    public void attach(Object known) {
        ATTACHMENT.lazySet(this, known);
    }

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

    @Override
    public String toString() {
        return text();
    }
}
