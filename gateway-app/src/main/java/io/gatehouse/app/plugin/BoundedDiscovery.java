package io.gatehouse.app.plugin;

import io.gatehouse.domain.service.HostSource;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.upstream.HostDiscovery;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The discovery of a plug-in, which may block where it must not: a watch that has not begun within some seconds is reported as
 * failed, and begins whenever it does. All watches begin on one thread, which ends while there is none to begin; once one has kept it for
 * too long, nobody waits for the others.
 */
final class BoundedDiscovery implements HostDiscovery, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BoundedDiscovery.class);

    private final String name;
    private final HostDiscovery discovery;
    private final long patienceSeconds;
    private final ThreadPoolExecutor beginning;
    private volatile boolean stuck;

    BoundedDiscovery(String name, HostDiscovery discovery, long patienceSeconds) {
        this.name = name;
        this.discovery = discovery;
        this.patienceSeconds = patienceSeconds;
        this.beginning = new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            var thread = new Thread(work, "gatehouse-watch-" + name);
            thread.setDaemon(true);
            return thread;
        });
        beginning.allowCoreThreadTimeOut(true);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // What fails in between is reported by who waits, or by late.
    public Watch watch(VersionKey version, HostSource.Discovered source, Receiver receiver) {
        var begun = CompletableFuture.supplyAsync(() -> discovery.watch(version, source, receiver), beginning);
        var ended = new CompletableFuture<Void>();
        var unused = begun.thenAcceptBoth(ended, (watch, end) -> watch.close());
        try {
            Watch watch = begun.get(stuck ? 0 : patienceSeconds, TimeUnit.SECONDS);
            stuck = false;
            return watch;
        } catch (TimeoutException e) {
            if (!stuck) {
                LOG.warn(
                        "The discovery {} ({}) has not begun to watch {} within {} s; the gateway goes on without its hosts",
                        name,
                        discovery.getClass().getName(),
                        version,
                        patienceSeconds);
            }
            stuck = true;
            receiver.failed("the discovery " + name + " has not begun to watch");
            var unusedFuture = begun.whenComplete((watch, failure) -> late(receiver, failure));
            return () -> ended.complete(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return () -> ended.complete(null);
        } catch (ExecutionException e) {
            throw thrown(Objects.requireNonNull(e.getCause()));
        }
    }

    /** A watch has begun after all, or never will. */
    private void late(Receiver receiver, @Nullable Throwable failure) {
        stuck = false;
        if (failure != null) {
            LOG.error(
                    "The discovery {} failed",
                    name,
                    failure instanceof CompletionException ? failure.getCause() : failure);
            receiver.failed("the discovery " + name + " failed");
        }
    }

    private static RuntimeException thrown(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return (RuntimeException) cause;
    }

    /** Ends waiting; the discovery itself is closed by whoever made it. */
    @Override
    public void close() {
        beginning.shutdownNow();
    }
}
