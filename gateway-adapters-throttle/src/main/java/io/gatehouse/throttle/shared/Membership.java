package io.gatehouse.throttle.shared;

import io.gatehouse.domain.quota.CounterStore;
import io.gatehouse.domain.quota.StoredCounter;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.Timer;
import io.gatehouse.throttle.shared.GuardedStore.Deadline;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says every second that this process counts too, and learns how many do.
 *
 * <p>The list of processes is a counter as any other: its detail has the name of each, and when it was seen. The heartbeat is also what
 * tries a store that is out, so no request has to, and what has the store prepared. Nothing waits for it.
 */
final class Membership implements AutoCloseable {

    private static final String KEY = "gatehouse processes";

    private static final Pattern MEMBER = Pattern.compile("[0-9a-f]{32} [0-9]{1,18}");

    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration TRIAL_INTERVAL = Duration.ofMillis(250);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final long KEPT_MILLIS = Duration.ofHours(1).toMillis();

    /** A process that has been silent for so long is gone; clocks may differ by less. */
    private static final long ALIVE_MILLIS = 10_000;

    private static final int MOST_MEMBERS = 1_000;
    private static final int MOST_ROUNDS = 16;

    private final String self = UUID.randomUUID().toString().replace("-", "");
    private final CounterStore store;
    private final GuardedStore guard;
    private final GatewayClock clock;
    private final Timer timer;
    private final Executor executor;
    private volatile int alive = 1;
    private volatile boolean prepared;
    private volatile boolean closed;

    /**
     * Beats once begun.
     *
     * @param executor where waiting for the store is allowed
     */
    Membership(CounterStore store, GuardedStore guard, GatewayClock clock, Timer timer, Executor executor) {
        this.store = store;
        this.guard = guard;
        this.clock = clock;
        this.timer = timer;
        this.executor = executor;
    }

    /** Begins, without waiting for the store. */
    void begin() {
        next(Duration.ZERO);
    }

    /** Processes that counted when the store last answered, this one included; at least 1. */
    int alive() {
        return alive;
    }

    /** Says no more; tries to take leave of the others. */
    @Override
    public void close() {
        closed = true;
        if (!guard.isOut()) {
            guard.ask(deadline -> write(false, deadline));
        }
    }

    private void next(Duration delay) {
        timer.after(delay, () -> {
            try {
                executor.execute(this::beatAndGoOn);
            } catch (RejectedExecutionException atTheEnd) {
                closed = true;
            }
        });
    }

    private void beatAndGoOn() {
        if (closed) {
            return;
        }
        boolean answered = false;
        try {
            answered = guard.trial(TIMEOUT, deadline -> write(true, deadline));
            if (answered && !prepared) {
                prepared = guard.trial(TIMEOUT, deadline -> {
                    store.prepare(deadline.left());
                    return true;
                });
            }
        } finally {
            next(answered ? INTERVAL : TRIAL_INTERVAL);
        }
    }

    /** Writes this process down, or strikes it out. Where others are always faster, the next heartbeat tries again. */
    private boolean write(boolean member, Deadline deadline) {
        for (int round = 0; round < MOST_ROUNDS && !deadline.isOver(); round++) {
            long now = clock.epochMillis();
            StoredCounter found = store.read(KEY, deadline.left());
            Map<String, Long> members = members(found, now);
            if (member) {
                members.put(self, now);
            }
            String detail = members.entrySet().stream()
                    .map(each -> each.getKey() + " " + each.getValue())
                    .collect(Collectors.joining(","));
            if (store.replace(
                    KEY, found, new StoredCounter(0, members.size(), detail), now + KEPT_MILLIS, deadline.left())) {
                alive = Math.max(1, members.size());
                return true;
            }
        }
        LOG.debug("Other processes were faster to write themselves down");
        return true;
    }

    /** The others that are there. */
    private Map<String, Long> members(@Nullable StoredCounter found, long nowMillis) {
        var members = new LinkedHashMap<String, Long>();
        if (found == null || found.detail().isEmpty()) {
            return members;
        }
        for (String each : found.detail().split(",", -1)) {
            if (!MEMBER.matcher(each).matches()) {
                continue;
            }
            int blank = each.indexOf(' ');
            long seen = Long.parseLong(each.substring(blank + 1));
            String name = each.substring(0, blank);
            if (seen >= nowMillis - ALIVE_MILLIS && !name.equals(self) && members.size() < MOST_MEMBERS - 1) {
                members.put(name, seen);
            }
        }
        return members;
    }
}
