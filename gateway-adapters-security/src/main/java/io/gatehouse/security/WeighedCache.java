package io.gatehouse.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Weigher;
import io.gatehouse.domain.memory.HeapShare;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A cache whose entries weigh their bytes, and are evicted beyond so many of them. Safe for concurrent use; reading never blocks. */
public final class WeighedCache<K, V> {

    private final long mostBytes;
    private final Cache<K, V> entries;

    /** An empty cache. */
    public WeighedCache(long mostBytes, Weigher<K, V> bytes) {
        this(mostBytes, bytes, cache -> cache);
    }

    /** An empty cache with more than the bound on its weight. */
    public WeighedCache(long mostBytes, Weigher<K, V> bytes, UnaryOperator<Caffeine<K, V>> more) {
        this.mostBytes = mostBytes;
        this.entries = more.apply(Caffeine.newBuilder()
                        .maximumWeight(mostBytes)
                        .weigher(bytes)
                        .executor(Runnable::run))
                .build();
    }

    /** The value, if there is one. */
    public @Nullable V get(K key) {
        return entries.getIfPresent(key);
    }

    /** Adds or replaces a value. */
    public void put(K key, V value) {
        entries.put(key, value);
    }

    /** What its entries weigh together. */
    public long bytes() {
        return entries.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
    }

    /** About how many entries there are. */
    public long size() {
        return entries.estimatedSize();
    }

    /** What it takes of the heap, under this name. */
    public HeapShare share(String name) {
        return new HeapShare(name, mostBytes, this::bytes, this::size);
    }

    /** Evicts at once what would be evicted by the next uses; for tests. */
    public void cleanUp() {
        entries.cleanUp();
    }
}
