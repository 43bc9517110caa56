package io.gatehouse.http.cache;

import io.gatehouse.domain.response.HeaderFields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Responses in memory, up to so many bytes. Where there is no room, the tenant that takes most of it loses what nobody has asked for
 * longest. Safe for concurrent use; no call takes long.
 */
public final class ResponseCache {

    /** Of one key; the next takes the place of the first. */
    private static final int MOST_VARIANTS = 16;

    /** For how long it is remembered that responses for a key are not kept. */
    private static final long PASSING_MILLIS = 10_000;

    private static final int KEY_BYTES = 300;

    private final long mostBytes;
    private final TenantShares<CacheKey, List<CachedResponse>> shares = new TenantShares<>(true);
    private final Map<String, Set<CacheKey>> byUri = new HashMap<>();
    private final Map<CacheKey, List<Runnable>> flights = new HashMap<>();

    public ResponseCache(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** What is kept for a key and fits such a request, fresh or not; null if nothing does. */
    public synchronized @Nullable CachedResponse find(CacheKey key, HeaderFields request) {
        var share = shares.known(key.tenant());
        List<CachedResponse> variants = share == null ? null : share.kept().get(key);
        if (variants != null) {
            for (CachedResponse variant : variants) {
                if (variant.suits(request)) {
                    return variant;
                }
            }
        }
        return null;
    }

    /** Keeps a response, in the place of what such a request got before. */
    public synchronized void put(CacheKey key, HeaderFields request, CachedResponse response) {
        if (response.size() + size(key) > mostBytes / 2) {
            return;
        }
        var share = shares.of(key.tenant());
        List<CachedResponse> variants = share.kept().get(key);
        if (variants == null) {
            variants = new ArrayList<>(1);
            share.kept().put(key, variants);
            byUri.computeIfAbsent(key.uri(), uri -> new HashSet<>()).add(key);
            shares.add(share, size(key));
        }
        for (Iterator<CachedResponse> all = variants.iterator(); all.hasNext(); ) {
            CachedResponse old = all.next();
            if (old.suits(request) || variants.size() >= MOST_VARIANTS) {
                all.remove();
                shares.add(share, -old.size());
            }
        }
        variants.add(response);
        shares.add(share, response.size());
        while (shares.bytes() > mostBytes) {
            makeRoom();
        }
    }

    /** Remembers that responses to such requests are not kept. */
    public void pass(CacheKey key, HeaderFields request, long nowMillis) {
        put(key, request, CachedResponse.passing(nowMillis, PASSING_MILLIS));
    }

    /** Drops everything that is kept of a URI, for whomever. */
    public synchronized void invalidate(String uri) {
        Set<CacheKey> keys = byUri.get(uri);
        if (keys != null) {
            List.copyOf(keys).forEach(this::remove);
        }
    }

    /**
     * Whether the caller is the one who asks the upstream; if somebody does already, {@code waiting} is run when that one has ended, on its
     * thread.
     */
    public synchronized boolean leads(CacheKey key, Runnable waiting) {
        List<Runnable> others = flights.get(key);
        if (others == null) {
            flights.put(key, new ArrayList<>(0));
            return true;
        }
        others.add(waiting);
        return false;
    }

    /** Whether the caller is the one who asks the upstream; false if somebody does already. */
    public synchronized boolean leads(CacheKey key) {
        return flights.putIfAbsent(key, new ArrayList<>(0)) == null;
    }

    /** The one who asked the upstream has ended. */
    public void landed(CacheKey key) {
        List<Runnable> waiting;
        synchronized (this) {
            waiting = flights.remove(key);
        }
        if (waiting != null) {
            waiting.forEach(Runnable::run);
        }
    }

    /** Bytes that may be taken. */
    public long mostBytes() {
        return mostBytes;
    }

    /** Bytes that are taken, by estimate. */
    public synchronized long bytes() {
        return shares.bytes();
    }

    /** Keys that something is kept for. */
    public synchronized long size() {
        return shares.size();
    }

    private void makeRoom() {
        var largest = Objects.requireNonNull(shares.largest(), "something is kept");
        remove(largest.kept().keySet().iterator().next());
    }

    private void remove(CacheKey key) {
        var share = shares.known(key.tenant());
        List<CachedResponse> variants = share == null ? null : share.kept().remove(key);
        if (share == null || variants == null) {
            return;
        }
        long taken = variants.stream().mapToLong(CachedResponse::size).sum();
        shares.add(share, -size(key) - taken);
        Set<CacheKey> same = byUri.get(key.uri());
        if (same != null) {
            same.remove(key);
            if (same.isEmpty()) {
                byUri.remove(key.uri());
            }
        }
    }

    private static long size(CacheKey key) {
        return KEY_BYTES + 2L * key.uri().length();
    }
}
