package io.gatehouse.security.geo;

import io.gatehouse.domain.geo.GeoDatabase;
import io.gatehouse.domain.geo.GeoLocation;
import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.plugin.AdapterSupport;
import io.gatehouse.security.geo.OpenDatabase.FileStamp;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks addresses up in a MaxMind database (GeoLite2, GeoIP2 or DB-IP; of countries, cities or enterprises), and goes over to a new
 * one when its file changes.
 *
 * <p>A change is taken when the file has looked the same twice in a row, so that one being copied is left alone. A new
 * file that is invalid leaves the old one in use and is logged once. An address within an IPv4 network is found by
 * its IPv4 form; an IPv6 address is unknown to a database of IPv4 only.
 */
public final class MaxMindGeoDatabase implements GeoDatabase, AdapterSupport, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MaxMindGeoDatabase.class);

    private static final Duration LOOK_FOR_NEW_DATABASE = Duration.ofSeconds(5);

    private final Path file;
    private final long mostBytes;
    private volatile OpenDatabase open;
    private @Nullable FileStamp seen;
    private @Nullable FileStamp refused;
    private @Nullable ScheduledThreadPoolExecutor watcher;

    /** How often the file will be looked at; null where it is not, or is already. */
    private volatile @Nullable Duration interval;

    private boolean missingReported;

    private MaxMindGeoDatabase(Path file, OpenDatabase open, long mostBytes) {
        this.file = file;
        this.mostBytes = mostBytes;
        this.open = open;
    }

    /**
     * Reads a database file, and keeps to what was read until it is started.
     *
     * @param mostBytes what places that were found may take of the heap, beside the database
     * @throws IOException if it is not there or not a database of countries; the message is one line for the operator
     */
    public static MaxMindGeoDatabase open(Path file, long mostBytes) throws IOException {
        try {
            return new MaxMindGeoDatabase(file, OpenDatabase.read(file, FileStamp.of(file), mostBytes), mostBytes);
        } catch (NoSuchFileException missing) {
            throw new IOException(file + " does not exist", missing);
        }
    }

    @Override
    public GeoLocation find(InetAddress address) {
        if (interval != null) {
            startWatching();
        }
        return open.find(address);
    }

    /** What places that were found take of the heap. */
    @Override
    public List<HeapShare> heapShares() {
        return List.of(new HeapShare(
                "places",
                mostBytes,
                () -> open.places().bytes(),
                () -> open.places().size()));
    }

    @Override
    public void start() {
        watch(LOOK_FOR_NEW_DATABASE);
    }

    /** Looks at the file this often from the first look-up on, on a thread of its own that ends with {@link #close}. */
    void watch(Duration every) {
        interval = every;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // A look that fails is logged where it is done.
    private synchronized void startWatching() {
        Duration every = interval;
        interval = null;
        if (every == null || watcher != null) {
            return;
        }
        var scheduler = new ScheduledThreadPoolExecutor(1, work -> {
            var thread = new Thread(work, "gatehouse-geo");
            thread.setDaemon(true);
            return thread;
        });
        try {
            scheduler.scheduleWithFixedDelay(this::lookSafely, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
            watcher = scheduler;
        } catch (OutOfMemoryError noThread) {
            // The system may refuse a thread; the next look-up tries again, and this one goes on.
            scheduler.shutdownNow();
            interval = every;
        }
    }

    private void lookSafely() {
        try {
            look();
        } catch (RuntimeException defect) {
            LOG.error("Watching {} failed", file, defect);
        }
    }

    /** Goes over to the file's new content, if it has any and has settled. */
    void look() {
        // Nobody waits for a log with the lock.
        looked().run();
    }

    /** What there is to log of a look. */
    private synchronized Runnable looked() {
        FileStamp now;
        try {
            now = FileStamp.of(file);
        } catch (IOException missing) {
            boolean known = missingReported;
            missingReported = true;
            return known
                    ? () -> {}
                    : () -> LOG.error(
                            "The geo database cannot be looked at, the old one stays: {}", String.valueOf(missing));
        }
        missingReported = false;
        boolean settled = now.equals(seen);
        if (settled && !open.isOf(now) && !now.equals(refused)) {
            return taken(now);
        }
        seen = now;
        return () -> {};
    }

    private Runnable taken(FileStamp now) {
        try {
            open = OpenDatabase.read(file, now, mostBytes);
            refused = null;
            return () -> LOG.info("The geo database {} has been replaced", file);
        } catch (IOException unusable) {
            refused = now;
            return () -> LOG.error("The new geo database is invalid, the old one stays: {}", unusable.getMessage());
        }
    }

    /** Stops looking at the file; what was read stays usable. */
    @Override
    public synchronized void close() {
        interval = null;
        if (watcher != null) {
            watcher.shutdownNow();
            watcher = null;
        }
    }
}
