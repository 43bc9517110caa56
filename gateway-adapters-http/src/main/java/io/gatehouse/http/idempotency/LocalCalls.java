package io.gatehouse.http.idempotency;

import io.gatehouse.domain.quota.CounterStoreException;
import io.gatehouse.domain.time.GatewayClock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
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
    private final Map<String, Share> shares = new HashMap<>();
    private final Map<String, Share> byKey = new HashMap<>();
    private long bytes;

    private static final class Share {
        final LinkedHashMap<String, KeptCall> calls = new LinkedHashMap<>();
        long bytes;
    }

    LocalCalls(long mostBytes, GatewayClock clock) {
        this.mostBytes = mostBytes;
        this.clock = clock;
    }

    @Override
    public synchronized @Nullable KeptCall read(String key) {
        Share share = byKey.get(key);
        return share == null ? null : share.calls.get(key);
    }

    @Override
    public synchronized boolean replace(String key, String tenant, @Nullable KeptCall expected, KeptCall next) {
        KeptCall found = read(key);
        if (found == null ? expected != null : !found.equals(expected)) {
            return false;
        }
        while (bytes + size(next) > mostBytes) {
            makeRoom();
        }
        remove(key);
        Share share = shares.computeIfAbsent(tenant, name -> new Share());
        share.calls.put(key, next);
        byKey.put(key, share);
        add(share, size(next));
        return true;
    }

    private void makeRoom() {
        shares.values().removeIf(share -> share.calls.isEmpty());
        Share largest = shares.values().stream()
                .max(Comparator.comparingLong(share -> share.bytes))
                .orElseThrow(LocalCalls::full);
        for (Iterator<Map.Entry<String, KeptCall>> calls =
                        largest.calls.entrySet().iterator();
                calls.hasNext(); ) {
            Map.Entry<String, KeptCall> eldest = calls.next();
            KeptCall call = eldest.getValue();
            if (call.stage() != KeptCall.Stage.UNDER_WAY || clock.epochMillis() >= call.untilMillis()) {
                calls.remove();
                byKey.remove(eldest.getKey());
                add(largest, -size(call));
                return;
            }
        }
        throw full();
    }

    private static CounterStoreException full() {
        return new CounterStoreException("there is no room for more calls with keys", null);
    }

    private void remove(String key) {
        Share share = byKey.remove(key);
        KeptCall call = share == null ? null : share.calls.remove(key);
        if (share != null && call != null) {
            add(share, -size(call));
        }
    }

    private void add(Share share, long more) {
        share.bytes += more;
        bytes += more;
    }

    private static long size(KeptCall call) {
        return (long) OVERHEAD_BYTES + call.answer().length();
    }
}
