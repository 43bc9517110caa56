package io.gatehouse.http.probe;

import io.gatehouse.domain.health.ProbeResult;
import io.gatehouse.domain.health.ProbeTarget;
import io.gatehouse.domain.service.HealthCheck;
import io.gatehouse.domain.service.StatusRange;
import io.gatehouse.domain.time.Timer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One probe from its beginning to the one report of its result; runs on a thread of its own. */
final class ProbeRun implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ProbeRun.class);
    private static final int MOST_TO_READ_AWAY = 64 * 1024;

    private final ProbeTarget target;
    private final ProbeConnector connector;
    private final Timer timer;
    private final Consumer<ProbeResult> report;
    private final Consumer<ProbeRun> atEnd;
    private final AtomicBoolean settled = new AtomicBoolean();
    // Closing it ends whatever this is waiting for, except for a name service.
    private final HappyEyeballs connection = new HappyEyeballs();

    /** A probe that tells {@code atEnd} of its end before it reports. */
    ProbeRun(
            ProbeTarget target,
            ProbeConnector connector,
            Timer timer,
            Consumer<ProbeResult> report,
            Consumer<ProbeRun> atEnd) {
        this.target = target;
        this.connector = connector;
        this.timer = timer;
        this.report = report;
        this.atEnd = atEnd;
    }

    @Override
    public void run() {
        Timer.Cancellation deadline = timer.after(target.timeout(), () -> end(timedOut()));
        try {
            ask();
        } catch (Throwable e) {
            // Even a defect must not end the probing of a host.
            settle(ProbeResult.failed(Failures.isTimeout(e) ? timedOut() : Failures.reason(e)));
        } finally {
            deadline.cancel();
            close();
        }
    }

    private void ask() throws IOException {
        byte[] question = ProbeRequest.bytes(target);
        int millis = (int) Math.max(1, Math.min(target.timeout().toMillis(), Integer.MAX_VALUE));
        try (Socket conversation = connector.connect(connection, target.address(), millis)) {
            conversation.getOutputStream().write(question);
            var answer = new BufferedInputStream(conversation.getInputStream());
            settle(judged(StatusLine.read(answer)));
            readAway(answer);
        }
    }

    /** A connection that is closed with bytes unread is reset, and hosts write that into their logs. */
    private static void readAway(InputStream answer) throws IOException {
        answer.readNBytes(MOST_TO_READ_AWAY);
    }

    /** Ends the probe with this reason, whatever it is waiting for. */
    void end(String reason) {
        settle(ProbeResult.failed(reason));
        close();
    }

    private void settle(ProbeResult result) {
        if (settled.compareAndSet(false, true)) {
            atEnd.accept(this);
            try {
                report.accept(result);
            } catch (RuntimeException defect) {
                LOG.error("The result of a probe was not taken", defect);
            }
        }
    }

    private void close() {
        try {
            connection.close();
        } catch (IOException e) {
            LOG.debug("A probe's connection did not close properly", e);
        }
    }

    private ProbeResult judged(int status) {
        if (target.isGood(status)) {
            return ProbeResult.GOOD;
        }
        boolean usual = target.statuses().equals(HealthCheck.USUAL_STATUSES);
        String wanted = target.statuses().stream().map(StatusRange::toString).collect(Collectors.joining(", "));
        return ProbeResult.failed("status " + status + (usual ? "" : " instead of " + wanted));
    }

    private String timedOut() {
        return "timed out after " + target.timeout().toMillis() + " ms";
    }
}
