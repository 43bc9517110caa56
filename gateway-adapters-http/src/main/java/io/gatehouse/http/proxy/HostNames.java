package io.gatehouse.http.proxy;

import io.gatehouse.domain.address.AddressLiteral;
import io.gatehouse.domain.time.GatewayClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
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
 * <p>An answer is good for fifteen seconds; after that the old one is still used while a new one is fetched, and for as
 * long as looking up fails. A name that could not be looked up at all is not asked for again for one second. Safe for
 * concurrent use; keeps one entry for each name until {@link #retain}.
 */
final class HostNames {

    private static final long FRESH_NANOS = 15_000_000_000L;
    private static final long FAILED_NANOS = 1_000_000_000L;

    private final Lookup lookup;
    private final Executor blocking;
    private final GatewayClock clock;
    private final Map<String, HostName> names = new ConcurrentHashMap<>();

    /** Asks a name service; may block. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] all(String name) throws UnknownHostException;
    }

    HostNames(Lookup lookup, Executor blocking, GatewayClock clock) {
        this.lookup = lookup;
        this.blocking = blocking;
        this.clock = clock;
    }

    /** Hands over the addresses of a name, none if it has none: at once if they are known, else later on that thread. */
    void resolve(String name, Executor thread, Consumer<List<InetAddress>> then) {
        HostName known = names.get(name);
        if (known == null) {
            InetAddress literal = AddressLiteral.parse(name);
            if (literal != null) {
                then.accept(List.of(literal));
                return;
            }
            known = names.computeIfAbsent(name, HostName::new);
        }
        known.ask(thread, then);
    }

    /** Forgets all other names. */
    void retain(Set<String> still) {
        names.keySet().retainAll(still);
    }

    /** What is known of one name. */
    private final class HostName {

        private final String name;
        private volatile @Nullable List<InetAddress> found;
        private volatile long goodUntil = clock.nanoTime();
        private boolean asking;
        private final ArrayList<Runnable> waiting = new ArrayList<>();

        HostName(String name) {
            this.name = name;
        }

        void ask(Executor thread, Consumer<List<InetAddress>> then) {
            List<InetAddress> now = found;
            boolean fresh = now != null && clock.nanoTime() - goodUntil < 0;
            if (!fresh) {
                now = refresh(thread, then);
            }
            if (now != null) {
                then.accept(now);
            }
        }

        /** Begins to look up, unless somebody does; an answer that is old but good enough, or null if there is none. */
        private synchronized @Nullable List<InetAddress> refresh(Executor thread, Consumer<List<InetAddress>> then) {
            List<InetAddress> old = found;
            boolean answered = old != null && !old.isEmpty();
            if (!answered) {
                waiting.add(() -> thread.execute(() -> then.accept(result())));
            }
            if (!asking) {
                asking = true;
                blocking.execute(this::look);
            }
            return answered ? old : null;
        }

        private List<InetAddress> result() {
            List<InetAddress> now = found;
            return now == null ? List.of() : now;
        }

        private void look() {
            List<InetAddress> answer;
            try {
                answer = List.of(lookup.all(name));
            } catch (UnknownHostException | RuntimeException e) {
                answer = List.of();
            }
            List<Runnable> told;
            synchronized (this) {
                List<InetAddress> old = found;
                if (!answer.isEmpty() || old == null || old.isEmpty()) {
                    found = answer;
                }
                goodUntil = clock.nanoTime() + (answer.isEmpty() ? FAILED_NANOS : FRESH_NANOS);
                asking = false;
                told = List.copyOf(waiting);
                waiting.clear();
            }
            told.forEach(Runnable::run);
        }
    }
}
