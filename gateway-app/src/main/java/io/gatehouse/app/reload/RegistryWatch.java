package io.gatehouse.app.reload;

import io.gatehouse.app.reading.WatchedSource;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.registry.RegistryUnavailable;
import io.gatehouse.domain.registry.ReloadFailure;
import io.gatehouse.domain.time.GatewayClock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the mark of the registry's source every little while, and when the source hints at a change, on a thread of its own, and has the registry loaded when it has
 * changed and, where the source may be seen half changed, has stayed so for one look more.
 *
 * <p>While something is wrong it tries again even if nothing has changed, at first soon, then every 30 seconds: what is wrong may
 * lie outside of what the mark covers, such as a secret in a file.
 */
public final class RegistryWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryWatch.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration END_WITHIN = Duration.ofSeconds(1);

    private final WatchedSource source;
    private final RegistryReloader reloader;
    private final LiveRegistry live;
    private final GatewayClock clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Semaphore hints = new Semaphore(0);
    private Duration wait = FIRST_WAIT;
    private long failedNanos;
    private @Nullable String pending;
    private @Nullable Thread thread;

    public RegistryWatch(WatchedSource source, RegistryReloader reloader, LiveRegistry live, GatewayClock clock) {
        this.source = source;
        this.reloader = reloader;
        this.live = live;
        this.clock = clock;
    }

    /**
     * Waits until there is a registry to serve, trying again with growing pauses.
     *
     * @throws InterruptedException if nobody wants it any more
     */
    public void awaitFirst() throws InterruptedException {
        while (live.state().revision() == 0) {
            reloader.reload(ReloadCause.WATCH);
            if (live.state().revision() == 0) {
                LOG.info("waiting for the registry, looking again in {} ms", wait.toMillis());
                if (closed.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new InterruptedException("closed");
                }
                lengthen();
            }
        }
        wait = FIRST_WAIT;
    }

    /** Begins to look; does nothing for a source that is not to be watched. */
    public synchronized void start() {
        Duration every = source.lookEvery();
        if (every != null && thread == null) {
            var looking = new Thread(() -> look(every), "gatehouse-registry");
            looking.setDaemon(true);
            looking.start();
            thread = looking;
        }
    }

    private void look(Duration every) {
        failedNanos = clock.nanoTime();
        RegistrySource.Hints open = source.source().hint(hints::release);
        try {
            while (closed.getCount() > 0) {
                awaitHint(every);
                once();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException defect) {
            LOG.error("Watching the registry failed; it is loaded when asked for only", defect);
        } finally {
            open.close();
        }
    }

    /** However many there are, they ask for one look. */
    private void awaitHint(Duration atMost) throws InterruptedException {
        if (hints.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            hints.drainPermits();
        }
    }

    /** One look. */
    void once() {
        String mark;
        try {
            mark = source.source().mark();
        } catch (RegistryUnavailable e) {
            pending = null;
            reloader.unavailable(e);
            return;
        }
        if (!mark.equals(reloader.mark())) {
            if (source.settles() && !mark.equals(pending)) {
                pending = mark;
                return;
            }
            load();
        } else if (isDue()) {
            load();
        }
    }

    private boolean isDue() {
        ReloadFailure failure = live.failure();
        return failure != null && clock.nanoTime() - failedNanos >= wait.toNanos();
    }

    private void load() {
        pending = null;
        boolean failedBefore = live.failure() != null;
        reloader.reload(ReloadCause.WATCH);
        if (live.failure() == null || !failedBefore) {
            wait = FIRST_WAIT;
        } else {
            lengthen();
        }
        failedNanos = clock.nanoTime();
    }

    private void lengthen() {
        Duration twice = wait.multipliedBy(2);
        wait = twice.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : twice;
    }

    /** Stops looking, and waiting. */
    @Override
    public void close() {
        closed.countDown();
        Thread looking;
        synchronized (this) {
            looking = thread;
        }
        if (looking != null) {
            looking.interrupt();
            try {
                looking.join(END_WITHIN.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
