package io.gatehouse.throttle.shared;

import io.gatehouse.domain.quota.QuotaStoreListener;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes to the program's log when the store of the counters goes away, and when it is back; passes everything else on. */
final class StoreLog implements QuotaStoreListener {

    private static final Logger LOG = LoggerFactory.getLogger(StoreLog.class);

    private final String meanwhile;
    private final Supplier<Optional<String>> reason;
    private final QuotaStoreListener next;

    /** Says what holds meanwhile, in the word of the configuration, and why it went away, if that is known. */
    StoreLog(String meanwhile, Supplier<Optional<String>> reason, QuotaStoreListener next) {
        this.meanwhile = meanwhile;
        this.reason = reason;
        this.next = next;
    }

    @Override
    public void asked(long nanos, boolean answered) {
        next.asked(nanos, answered);
    }

    @Override
    public void outage(boolean out) {
        if (out) {
            LOG.warn(
                    "The store of the throttling counters does not respond{}; until it does: {}",
                    reason.get().map(words -> " (" + words + ")").orElse(""),
                    meanwhile);
        } else {
            LOG.info("The store of the throttling counters has recovered");
        }
        next.outage(out);
    }

    @Override
    public void leased(long permits) {
        next.leased(permits);
    }
}
