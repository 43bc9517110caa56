package io.gatehouse.app.lifecycle;

import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.http.tls.ServedCertificates;
import io.gatehouse.http.tls.WatchedCertificates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Looks every few seconds whether files of certificates have changed, and warns once a day of those that expire within 14 days, on a
 * thread of its own. What is wrong is logged when it is found, and is a problem until the files are good.
 */
public final class CertificateWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration WARNED_EVERY = Duration.ofDays(1);

    private final ServedCertificates certificates;
    private final GatewayClock clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable Instant warned;

    public CertificateWatch(ServedCertificates certificates, GatewayClock clock) {
        this.certificates = certificates;
        this.clock = clock;
    }

    /** Begins to look; does nothing where there are none. */
    void begin() {
        if (!certificates.all().isEmpty()) {
            var looking = new Thread(this::look, "gatehouse-certificates");
            looking.setDaemon(true);
            looking.start();
        }
    }

    private void look() {
        try {
            do {
                once();
            } while (!closed.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One look, after those that others have begun. */
    public void once() {
        look(new ArrayList<>())
                .forEach(
                        found -> LOG.atLevel(found.level).setCause(found.defect).log(found.text));
    }

    private synchronized List<Found> look(List<Found> found) {
        Instant now = Instant.ofEpochMilli(clock.epochMillis());
        boolean changed = false;
        for (WatchedCertificates port : certificates.all()) {
            try {
                changed |= reload(port, now, found);
            } catch (RuntimeException defect) {
                found.add(
                        new Found(Level.ERROR, "Certificates of " + port.name() + " could not be read again", defect));
            }
        }
        Instant before = warned;
        if (changed || before == null || before.plus(WARNED_EVERY).isBefore(now)) {
            warned = now;
            certificates.presented().forEach(one -> warn(one, now, found));
        }
        return found;
    }

    private static boolean reload(WatchedCertificates port, Instant now, List<Found> found) {
        if (!port.reload(now)) {
            return false;
        }
        List<String> problems = port.problems();
        problems.forEach(problem -> found.add(
                new Found(Level.WARN, port.name() + ": " + problem + "; what was read before is still served", null)));
        if (problems.isEmpty()) {
            String served = port.presented().stream()
                    .map(one -> one.names() + " until " + one.end())
                    .collect(Collectors.joining("; "));
            found.add(new Found(Level.INFO, port.name() + ": certificates read again: " + served, null));
        }
        return true;
    }

    private static void warn(WatchedCertificates.Presented one, Instant now, List<Found> found) {
        String warning = ServedCertificates.warning(one.end(), now);
        if (warning != null) {
            found.add(
                    new Found(Level.WARN, one.place() + ": the certificate for " + one.names() + " " + warning, null));
        }
    }

    /** What is logged once the lock is given back: a log may block. */
    private record Found(Level level, String text, @Nullable Throwable defect) {}

    /** Looks no more. */
    @Override
    public void close() {
        closed.countDown();
    }
}
