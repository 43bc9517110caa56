package io.gatehouse.security.weight;

import com.github.benmanes.caffeine.cache.Cache;
import io.gatehouse.domain.memory.HeapShare;

/** Tells what a cache weighs. */
public final class Weights {

    private Weights() {}

    /** What a cache takes of the heap whose entries weigh their bytes, and which holds so many of them at most. */
    public static HeapShare share(String name, long mostBytes, Cache<?, ?> cache) {
        return new HeapShare(name, mostBytes, () -> bytes(cache), cache::estimatedSize);
    }

    /** What the entries of a cache weigh together. */
    public static long bytes(Cache<?, ?> cache) {
        return cache.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
    }
}
