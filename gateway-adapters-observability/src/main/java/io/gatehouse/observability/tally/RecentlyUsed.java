package io.gatehouse.observability.tally;

import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Map;

/** Values by key, a bounded number: a new one takes the place of the one that was used the longest ago. Used under a lock. */
final class RecentlyUsed<K, V> extends LinkedHashMap<K, V> {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final float USUAL_LOAD = 0.75f;

    private final int most;

    RecentlyUsed(int most) {
        super(16, USUAL_LOAD, true);
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
