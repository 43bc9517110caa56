package io.gatehouse.http.accesslog;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stream that lines go to: counts what it takes and what it refuses, and tells of a refusal once. */
final class Sink {

    private static final Logger LOG = LoggerFactory.getLogger(Sink.class);

    private final OutputStream stream;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private boolean told;
    private boolean torn;

    Sink(OutputStream stream) {
        this.stream = stream;
    }

    /** Writes a batch of so many lines; false if the stream refused it. For one thread. */
    boolean write(LineBuffer batch, int lines) {
        try {
            if (torn) {
                // Ends the line that the refused write may have left half done.
                stream.write('\n');
                torn = false;
            }
            batch.writeTo(stream);
            stream.flush();
            written.addAndGet(lines);
            return true;
        } catch (IOException | RuntimeException e) {
            failed.addAndGet(lines);
            torn = true;
            tell(e);
            return false;
        }
    }

    long written() {
        return written.get();
    }

    long failed() {
        return failed.get();
    }

    private void tell(Exception reason) {
        if (!told) {
            told = true;
            LOG.warn(
                    "The access log cannot be written ({}); lines are lost and counted until it can",
                    reason.toString());
        }
    }
}
