package io.gatehouse.throttle.cache;

import io.gatehouse.domain.quota.Counter;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Drops states that have ended: forty times a second one of those who pass by looks at the next few of them, so that a
 * million are seen within two minutes, and nobody is held up for longer than a look at a few takes.
 */
final class Sweep<S extends CounterState> {

    private static final int AT_A_TIME = 256;
    private static final long PAUSE_MILLIS = 25;

    private final ConcurrentMap<Counter, S> states;
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private volatile long sweptAtMillis;
    /** Only for who is sweeping. */
    private Iterator<Map.Entry<Counter, S>> rest = Collections.emptyIterator();

    Sweep(ConcurrentMap<Counter, S> states) {
        this.states = states;
    }

    /** Looks at a few states if it is time to; else reads one field. */
    void passBy(long nowMillis) {
        // A clock that has been set back does not stop it.
        if (Math.abs(nowMillis - sweptAtMillis) >= PAUSE_MILLIS && sweeping.compareAndSet(false, true)) {
            try {
                sweptAtMillis = nowMillis;
                few(nowMillis);
            } finally {
                sweeping.set(false);
            }
        }
    }

    /** Looks at all of them. */
    void all(long nowMillis) {
        states.entrySet().forEach(entry -> judge(entry, nowMillis));
    }

    private void few(long nowMillis) {
        if (!rest.hasNext()) {
            rest = states.entrySet().iterator();
        }
        for (int n = 0; n < AT_A_TIME && rest.hasNext(); n++) {
            judge(rest.next(), nowMillis);
        }
    }

    private void judge(Map.Entry<Counter, S> entry, long nowMillis) {
        if (entry.getValue().endIfIdle(nowMillis)) {
            states.remove(entry.getKey(), entry.getValue());
        }
    }
}
