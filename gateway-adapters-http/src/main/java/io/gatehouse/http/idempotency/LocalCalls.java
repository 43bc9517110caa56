package io.gatehouse.http.idempotency;

import io.gatehouse.domain.quota.CounterStoreException;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.http.cache.TenantShares;
import io.gatehouse.http.cache.TenantShares.Share;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls with keys in the memory of this process, up to so many bytes. Where there is no room, the tenant that takes most of it loses what
 * it has kept longest; calls that are under way are never lost.
 */
final class LocalCalls implements CallStore {

    /** Of one entry, beside its texts. */
    private static final int OVERHEAD_BYTES = 400;

    private final long mostBytes;
    private final GatewayClock clock;
    private final TenantShares<String, KeptCall> shares = new TenantShares<>(false);
    private final Map<String, Share<String, KeptCall>> byKey = new HashMap<>();

    LocalCalls(long mostBytes, GatewayClock clock) {
        this.mostBytes = mostBytes;
        this.clock = clock;
    }

    @Override
    public synchronized @Nullable KeptCall read(String key) {
        var share = byKey.get(key);
        return share == null ? null : share.kept().get(key);
    }

    @Override
    public synchronized boolean replace(String key, String tenant, @Nullable KeptCall expected, KeptCall next) {
        KeptCall found = read(key);
        if (found == null ? expected != null : !found.equals(expected)) {
            return false;
        }
        while (shares.bytes() + size(next) > mostBytes) {
            makeRoom();
        }
        remove(key);
        var share = shares.of(tenant);
        share.kept().put(key, next);
        byKey.put(key, share);
        shares.add(share, size(next));
        return true;
    }

    private void makeRoom() {
        var largest = shares.largest();
        if (largest == null) {
            throw full();
        }
        for (Iterator<Map.Entry<String, KeptCall>> calls =
                        largest.kept().entrySet().iterator();
                calls.hasNext(); ) {
            Map.Entry<String, KeptCall> eldest = calls.next();
            KeptCall call = eldest.getValue();
            if (call.stage() != KeptCall.Stage.UNDER_WAY || clock.epochMillis() >= call.untilMillis()) {
                calls.remove();
                byKey.remove(eldest.getKey());
                shares.add(largest, -size(call));
                return;
            }
        }
        throw full();
    }

    private static CounterStoreException full() {
        return new CounterStoreException("there is no room for more calls with keys", null);
    }

    private void remove(String key) {
        var share = byKey.remove(key);
        KeptCall call = share == null ? null : share.kept().remove(key);
        if (share != null && call != null) {
            shares.add(share, -size(call));
        }
    }

    private static long size(KeptCall call) {
        return (long) OVERHEAD_BYTES + call.answer().length();
    }
}
