package io.gatehouse.app.registry;

import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.registry.RegistryUnavailable;
import io.gatehouse.domain.registry.ReloadFailure;
import io.gatehouse.domain.time.GatewayClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the registry's source for its mark, as often as the source wants it and whenever it hints at a change, and has the registry
 * loaded when the mark has changed and, where changes may be seen half made, has stayed so for one look more.
 *
 * <p>While something is wrong it tries again even if nothing has changed, at first soon, then every 30 seconds: what is wrong may
 * lie outside of what the mark covers, such as a secret in a file.
 */
public final class RegistryWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryWatch.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration END_WITHIN = Duration.ofSeconds(1);

    private final RegistrySource source;
    private final RegistryLoader loader;
    private final LiveRegistry live;
    private final GatewayClock clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Semaphore hints = new Semaphore(0);
    private Duration wait = FIRST_WAIT;
    private long failedNanos;
    private @Nullable String pending;
    private @Nullable Thread thread;

    public RegistryWatch(RegistrySource source, RegistryLoader loader, LiveRegistry live, GatewayClock clock) {
        this.source = source;
        this.loader = loader;
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
            loader.reload(ReloadCause.WATCH);
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
        Optional<Duration> every = source.pollInterval();
        if (every.isPresent() && thread == null) {
            var looking = new Thread(() -> look(every.get()), "gatehouse-registry");
            looking.setDaemon(true);
            looking.start();
            thread = looking;
        }
    }

    private void look(Duration every) {
        failedNanos = clock.nanoTime();
        RegistrySource.Hints open = source.hint(hints::release);
        try {
            while (closed.getCount() > 0) {
                awaitHint(every);
                lookUnharmed();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException defect) {
            LOG.error("Watching the registry failed; it is loaded when asked for only", defect);
        } finally {
            open.close();
        }
    }

    /** A source that fails against its contract is unavailable this time; the next look may find it mended. */
    private void lookUnharmed() {
        try {
            once();
        } catch (RuntimeException | LinkageError defect) {
            LOG.debug("Looking at the registry failed", defect);
            String what = "the source failed with a " + defect.getClass().getName();
            loader.unavailable(RegistryUnavailable.forNow(what, defect));
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
            mark = source.mark();
        } catch (RegistryUnavailable e) {
            pending = null;
            loader.unavailable(e);
            return;
        }
        if (!mark.equals(live.state().mark())) {
            if (source.seesHalfChanges() && !mark.equals(pending)) {
                pending = mark;
                return;
            }
            load();
        } else if (isDue()) {
            load();
        }
    }

    private boolean isDue() {
        ReloadFailure failure = live.state().failure();
        return failure != null && clock.nanoTime() - failedNanos >= wait.toNanos();
    }

    private void load() {
        pending = null;
        boolean failedBefore = live.state().failure() != null;
        loader.reload(ReloadCause.WATCH);
        if (live.state().failure() == null || !failedBefore) {
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
