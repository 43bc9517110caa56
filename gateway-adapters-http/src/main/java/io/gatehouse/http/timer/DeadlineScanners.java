package io.gatehouse.http.timer;

import io.gatehouse.domain.time.GatewayClock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.XnioIoThread;

/** The scanners of all I/O threads of one server. Safe for concurrent use. */
public final class DeadlineScanners {

    private static final Logger LOG = LoggerFactory.getLogger(DeadlineScanners.class);
    private static final long LONGEST_END_MILLIS = 2000;

    private final List<DeadlineScanner> all = new CopyOnWriteArrayList<>();
    private final ThreadLocal<DeadlineScanner> ofThread;

    public DeadlineScanners(GatewayClock clock) {
        this.ofThread = ThreadLocal.withInitial(() -> {
            var scanner = new DeadlineScanner(XnioIoThread.requireCurrentThread(), clock);
            all.add(scanner);
            return scanner;
        });
    }

    /** The scanner of the calling I/O thread. */
    public DeadlineScanner ofThisThread() {
        return ofThread.get();
    }

    /** Has everything that is watched do this, each on its own thread, and waits until it has, two seconds at most. */
    public void forEach(Consumer<HasDeadline> action) {
        var done = new CountDownLatch(all.size());
        for (DeadlineScanner scanner : all) {
            try {
                scanner.thread().execute(() -> {
                    scanner.forEach(action);
                    done.countDown();
                });
            } catch (RejectedExecutionException e) {
                done.countDown();
            }
        }
        try {
            if (!done.await(LONGEST_END_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.warn("An I/O thread did not end its exchanges in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
