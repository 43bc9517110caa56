package io.gatehouse.security.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;

/**
 * Has the system look names up ahead of those who connect, and remember them: one look-up of a name at a time, on one thread,
 * however many wait for it. Without that, all threads of a client could wait for the name server of a single provider.
 */
final class NameLookups {

    private final Lookup lookup;
    private final Executor threads;
    private final ConcurrentMap<String, CompletableFuture<InetAddress>> running = new ConcurrentHashMap<>();

    /** Asks a name service, and remembers what it says for a while; may block. */
    @FunctionalInterface
    interface Lookup {
        InetAddress address(String name) throws UnknownHostException;
    }

    NameLookups(Lookup lookup, Executor threads) {
        this.lookup = lookup;
        this.threads = threads;
    }

    /** Is completed when the system knows the name, or that it does not; without a deadline. */
    CompletableFuture<InetAddress> known(String host) {
        var mine = new CompletableFuture<InetAddress>();
        CompletableFuture<InetAddress> other = running.putIfAbsent(host, mine);
        if (other != null) {
            return other;
        }
        try {
            threads.execute(() -> look(host, mine));
        } catch (Throwable refused) {
            // Closed, or the system may refuse a thread with an Error: either way the name can be asked for again.
            running.remove(host, mine);
            mine.completeExceptionally(refused);
        }
        return mine;
    }

    private void look(String host, CompletableFuture<InetAddress> mine) {
        InetAddress found;
        try {
            found = lookup.address(host);
        } catch (Throwable failure) {
            // Even a defect must not leave those waiting who wait for it.
            running.remove(host, mine);
            mine.completeExceptionally(failure);
            return;
        }
        running.remove(host, mine);
        mine.complete(found);
    }
}
