package io.gatehouse.http.timer;

import static org.assertj.core.api.Assertions.fail;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.gatehouse.domain.time.WatchedCount;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.LoggerFactory;

/**
 * Waits until the gateway has become as a test wants it, and fails if it takes too long.
 *
 * <p>What is waited for are figures of the gateway's own (connections in its pools, requests in flight), which its I/O threads change
 * after the last byte that a test can wait for. They do so in turns, and XNIO says in its log, at a level that is off but here, that a
 * thread has done all it had to and is about to select again: that is the event. So what a condition looks at must be changed by an I/O
 * thread, of whatever gateway, or by the condition's own requests, or reported by {@link #changed}.
 */
public final class Await {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Logger SELECTOR = (Logger) LoggerFactory.getLogger("org.xnio.nio.selector");
    private static final WatchedCount TURNS = new WatchedCount();

    private static int waiting;

    static {
        var turns = new AppenderBase<ILoggingEvent>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (event.getMessage().startsWith("Beginning select")) {
                    changed();
                }
            }
        };
        turns.setContext(SELECTOR.getLoggerContext());
        turns.start();
        SELECTOR.addAppender(turns);
        SELECTOR.setAdditive(false);
    }

    private Await() {}

    /** A moment in which a peer does nothing, so that what it sends arrives in pieces; nothing is waited for. */
    public static void pause() {
        LockSupport.parkNanos(20_000_000);
    }

    /** Something has happened that somebody may wait for. */
    public static void changed() {
        TURNS.add(1);
    }

    /** Returns as soon as it holds. */
    public static void until(String what, BooleanSupplier holds) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        watch(1);
        try {
            int before = TURNS.get();
            while (!holds.getAsBoolean()) {
                if (System.nanoTime() > deadline) {
                    fail("still waiting until " + what);
                }
                int seen = before;
                TURNS.await("a turn of an I/O thread until " + what, now -> now != seen);
                before = TURNS.get();
            }
        } finally {
            watch(-1);
        }
    }

    /** Returns as soon as all threads whose names begin so have ended. */
    public static void endOfThreads(String prefix) throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith(prefix)) {
                thread.join(PATIENCE.toMillis());
                if (thread.isAlive()) {
                    fail("still running: " + thread.getName());
                }
            }
        }
    }

    /** XNIO speaks of its turns only while somebody waits. */
    private static synchronized void watch(int more) {
        waiting += more;
        SELECTOR.setLevel(waiting > 0 ? Level.TRACE : null);
    }
}
