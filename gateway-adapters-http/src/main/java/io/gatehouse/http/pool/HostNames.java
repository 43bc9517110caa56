package io.gatehouse.http.pool;

import io.gatehouse.domain.address.AddressLiteral;
import io.gatehouse.domain.time.GatewayClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of upstream host names, looked up off the I/O threads.
 *
 * <p>A result is good for fifteen seconds; after that the old one is still used while a new one is fetched, and for as
 * long as looking up fails. A name that could not be looked up at all is not asked for again for one second. An address
 * that worked where those before it did not stands first for ten minutes. Safe for concurrent use; keeps one entry for each
 * name until {@link #retain}.
 */
public final class HostNames {

    private static final long FRESH_NANOS = 15_000_000_000L;
    private static final long FAILED_NANOS = 1_000_000_000L;
    private static final long PREFERRED_NANOS = 600_000_000_000L;

    private final NameLookup lookup;
    private final Executor blocking;
    private final GatewayClock clock;
    private final Map<String, HostName> names = new ConcurrentHashMap<>();

    /**
     * What became of a look-up.
     *
     * @param addresses in the order in which to try them; none if it failed
     * @param failure why it failed; null if it did not
     */
    record Resolved(List<InetAddress> addresses, @Nullable Throwable failure) {

        Resolved preferring(@Nullable InetAddress known) {
            return new Resolved(ConnectOrder.of(addresses, known), failure);
        }
    }

    /** Names that {@code lookup} finds, on threads of {@code blocking}. */
    public HostNames(NameLookup lookup, Executor blocking, GatewayClock clock) {
        this.lookup = lookup;
        this.blocking = blocking;
        this.clock = clock;
    }

    /** Hands over what a name means: at once if it is known, else later on that thread. */
    void resolve(String name, Executor thread, Consumer<Resolved> then) {
        HostName known = names.get(name);
        if (known == null) {
            InetAddress literal = AddressLiteral.parse(name);
            if (literal != null) {
                then.accept(new Resolved(List.of(literal), null));
                return;
            }
            known = names.computeIfAbsent(name, HostName::new);
        }
        known.ask(thread, then);
    }

    /** Wants no result any more; does nothing if there was one. */
    void leave(String name, Consumer<Resolved> then) {
        HostName known = names.get(name);
        if (known != null) {
            known.leave(then);
        }
    }

    /** This address of a name worked where those before it did not: it is the first one to be tried from now on. */
    void prefer(String name, InetAddress worked) {
        HostName known = names.get(name);
        if (known != null) {
            known.prefer(worked);
        }
    }

    /** Forgets all other names. */
    public void retain(Set<String> still) {
        names.keySet().retainAll(still);
    }

    /** What is known of one name. */
    private final class HostName {

        private final String name;
        private volatile @Nullable Resolved found;
        private volatile long goodUntil = clock.nanoTime();
        private boolean asking;
        private @Nullable InetAddress preferred;
        private long preferredUntil;
        private final Map<Consumer<Resolved>, Executor> waiting = new LinkedHashMap<>();

        HostName(String name) {
            this.name = name;
        }

        void ask(Executor thread, Consumer<Resolved> then) {
            Resolved now = found;
            boolean fresh = now != null && clock.nanoTime() - goodUntil < 0;
            if (!fresh) {
                now = refresh(thread, then);
            }
            if (now != null) {
                then.accept(now);
            }
        }

        /** Begins to look up, unless somebody does; a result that is old but good enough, or null if there is none. */
        private @Nullable Resolved refresh(Executor thread, Consumer<Resolved> then) {
            Resolved old;
            boolean begins;
            synchronized (this) {
                Resolved last = found;
                old = last == null || last.failure() != null ? null : last;
                if (old == null) {
                    waiting.put(then, thread);
                }
                begins = !asking;
                asking = true;
            }
            if (begins) {
                begin();
            }
            return old;
        }

        private void begin() {
            try {
                blocking.execute(this::look);
            } catch (Throwable e) {
                // The system may refuse a thread with an Error; whoever waits hears of that, too.
                looked(new Resolved(List.of(), new UnknownHostException("no thread to look it up")));
            }
        }

        private void look() {
            Resolved result;
            try {
                result = new Resolved(List.of(lookup.all(name)), null);
            } catch (Throwable e) {
                // Even a defect must not leave those without a result who wait for one.
                result = new Resolved(List.of(), e);
            }
            looked(result);
        }

        private void looked(Resolved result) {
            Map<Consumer<Resolved>, Executor> waiters;
            Resolved now;
            synchronized (this) {
                Resolved old = found;
                boolean failed = result.failure() != null;
                if (!failed) {
                    now = result.preferring(preferred());
                } else {
                    now = old == null || old.failure() != null ? result : old;
                }
                found = now;
                goodUntil = clock.nanoTime() + (failed ? FAILED_NANOS : FRESH_NANOS);
                asking = false;
                waiters = new LinkedHashMap<>(waiting);
                waiting.clear();
            }
            waiters.forEach((then, thread) -> thread.execute(() -> then.accept(now)));
        }

        synchronized void leave(Consumer<Resolved> then) {
            waiting.remove(then);
        }

        synchronized void prefer(InetAddress worked) {
            preferred = worked;
            preferredUntil = clock.nanoTime() + PREFERRED_NANOS;
            Resolved now = found;
            if (now != null) {
                found = now.preferring(worked);
            }
        }

        private @Nullable InetAddress preferred() {
            return preferred == null || clock.nanoTime() - preferredUntil > 0 ? null : preferred;
        }
    }
}
