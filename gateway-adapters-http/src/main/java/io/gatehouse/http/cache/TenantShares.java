package io.gatehouse.http.cache;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is kept for each tenant in a memory that all share, and who has most of it: where there is no room, it is he who gives some. Whatever is done takes as
 * long as the logarithm of the number of tenants. Not safe for concurrent use.
 *
 * @param <K> what it is found by
 * @param <V> what is kept
 */
public final class TenantShares<K, V> {

    private final boolean byUse;
    private final Map<String, Share<K, V>> byTenant = new HashMap<>();
    private final TreeSet<Share<K, V>> bySize =
            new TreeSet<>(Comparator.comparingLong(Share<K, V>::bytes).thenComparing(share -> share.tenant));
    private long bytes;

    /** Without tenants; of each, what was used longest ago comes first, or what came first. */
    public TenantShares(boolean byUse) {
        this.byUse = byUse;
    }

    /** What is kept for one tenant. */
    public static final class Share<K, V> {

        private final String tenant;
        private final Map<K, V> kept;
        private long bytes;

        private Share(String tenant, boolean byUse) {
            this.tenant = tenant;
            this.kept = new LinkedHashMap<>(16, 0.75f, byUse);
        }

        /** In the order in which it goes. */
        public Map<K, V> kept() {
            return kept;
        }

        private long bytes() {
            return bytes;
        }
    }

    /** The share of this tenant; null if nothing is kept for it. */
    public @Nullable Share<K, V> known(String tenant) {
        return byTenant.get(tenant);
    }

    /** The share of this tenant, to which something is about to be added. */
    public Share<K, V> of(String tenant) {
        return byTenant.computeIfAbsent(tenant, name -> new Share<>(name, byUse));
    }

    /** The largest one; null if nothing is kept. */
    public @Nullable Share<K, V> largest() {
        return bySize.isEmpty() ? null : bySize.last();
    }

    /** A share has grown by so many bytes, or shrunk; one that has none is forgotten. */
    public void add(Share<K, V> share, long more) {
        if (share.bytes > 0) {
            bySize.remove(share);
        }
        share.bytes += more;
        bytes += more;
        if (share.bytes > 0) {
            bySize.add(share);
        } else {
            byTenant.remove(share.tenant);
        }
    }

    /** What all of them have. */
    public long bytes() {
        return bytes;
    }

    /** How many entries all of them have. */
    public long size() {
        return byTenant.values().stream().mapToLong(share -> share.kept.size()).sum();
    }
}
