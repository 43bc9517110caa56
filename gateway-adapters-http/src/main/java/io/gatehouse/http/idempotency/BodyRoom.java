package io.gatehouse.http.idempotency;

import java.util.HashMap;
import java.util.Map;

/** Bytes for bodies that are held in memory, of which no tenant has more than half. Safe for concurrent use. */
public final class BodyRoom {

    private static final int TENANT_SHARE = 2;

    private final long most;
    private final Map<String, Long> ofTenant = new HashMap<>();
    private long taken;

    public BodyRoom(long mostBytes) {
        this.most = mostBytes;
    }

    /** Takes room; false if there is not so much left in all, or for this tenant. */
    public synchronized boolean take(String tenant, long bytes) {
        long own = ofTenant.getOrDefault(tenant, 0L);
        if (taken + bytes > most || own + bytes > most / TENANT_SHARE) {
            return false;
        }
        taken += bytes;
        ofTenant.put(tenant, own + bytes);
        return true;
    }

    /** Gives back what was taken. */
    public synchronized void giveBack(String tenant, long bytes) {
        if (bytes > 0) {
            taken -= bytes;
            ofTenant.computeIfPresent(tenant, (name, own) -> own == bytes ? null : own - bytes);
        }
    }
}
