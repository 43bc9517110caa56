package io.gatehouse.app.registry;

import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.domain.tenancy.ApiKeys;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Warns of keys that end within 14 days, and of those that have ended: whenever a snapshot has been activated, and once a
 * day. Names a key by its id, never by its text.
 *
 * <p>Safe for concurrent use. The timer that it is given ends it by ending itself.
 */
public final class KeyExpiryWatch {

    /** How many keys a warning names; of the rest it gives the number. */
    static final int MOST_NAMED = 20;

    private static final Duration EVERY = Duration.ofDays(1);

    private final LiveRegistry live;
    private final GatewayClock clock;
    private final Timer timer;
    private final Consumer<String> warning;
    private Timer.@Nullable Cancellation next;
    private int round;

    /** Watches the keys that are being served; {@code warning} takes one line at a time. */
    public KeyExpiryWatch(LiveRegistry live, GatewayClock clock, Timer timer, Consumer<String> warning) {
        this.live = live;
        this.clock = clock;
        this.timer = timer;
        this.warning = warning;
    }

    /**
     * Warns from now on once a day, for the first time at once. Not on the calling thread, which may hold the lock of those who
     * load the registry, and nobody waits for a log with a lock.
     */
    public synchronized void activated() {
        if (next != null) {
            next.cancel();
        }
        int mine = ++round;
        next = timer.after(Duration.ZERO, () -> warnDaily(mine));
    }

    private void warnDaily(int mine) {
        synchronized (this) {
            if (mine != round) {
                return;
            }
            next = timer.after(EVERY, () -> warnDaily(mine));
        }
        warn();
    }

    private void warn() {
        long now = clock.epochMillis();
        ApiKeys keys = live.current().keys();
        warn(keys.endingWithin(ApiKeys.WARNED_AHEAD, now), "expires", "keys expire within 14 days");
        warn(keys.ended(now), "has expired", "keys have expired");
    }

    private void warn(List<ApiKey> keys, String verb, String rest) {
        keys.stream().limit(MOST_NAMED).forEach(key -> warning.accept(line(key, verb)));
        if (keys.size() > MOST_NAMED) {
            warning.accept((keys.size() - MOST_NAMED) + " more " + rest);
        }
    }

    private static String line(ApiKey key, String verb) {
        Long end = key.expiresMillis();
        return "key " + key.id() + " of tenant " + key.application().tenant().name() + ", application "
                + key.application().name() + ", " + verb + ": " + (end == null ? "never" : Instant.ofEpochMilli(end));
    }
}
