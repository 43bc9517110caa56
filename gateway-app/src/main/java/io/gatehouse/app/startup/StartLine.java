package io.gatehouse.app.startup;

import io.gatehouse.app.lifecycle.Listening;
import io.gatehouse.app.wiring.HeapShares;
import io.gatehouse.domain.registry.Snapshot;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one line that says that a gateway is there. */
final class StartLine {

    private static final Logger LOG = LoggerFactory.getLogger(Gatehouse.class);

    private StartLine() {}

    static void log(Listening listening, Snapshot snapshot, HeapShares memory, long nanos) {
        LOG.info(
                "listening on {}, admin on {}, {} from {}, started in {} s",
                String.join(", ", listening.urls()),
                Listening.url(listening.admin()),
                services(snapshot),
                snapshot.source(),
                String.format(Locale.ROOT, "%.2f", nanos / 1e9));
        LOG.debug("{}", memory);
    }

    private static String services(Snapshot snapshot) {
        int count = snapshot.services().all().size();
        return count == 1 ? "1 service" : count + " services";
    }
}
