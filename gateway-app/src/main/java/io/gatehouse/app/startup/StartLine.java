package io.gatehouse.app.startup;

import io.gatehouse.app.lifecycle.Listening;
import io.gatehouse.domain.registry.Snapshot;
import java.net.InetSocketAddress;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one line that says that a gateway is there. */
final class StartLine {

    private static final Logger LOG = LoggerFactory.getLogger(Gatehouse.class);

    private StartLine() {}

    static void log(Listening listening, Snapshot snapshot, long nanos) {
        LOG.info(
                "listening on {}, admin on {}, {} from {}, started in {} s",
                url(listening.data()),
                listening.admin().map(StartLine::url).orElse("no port"),
                services(snapshot),
                snapshot.source(),
                String.format(Locale.ROOT, "%.2f", nanos / 1e9));
    }

    private static String services(Snapshot snapshot) {
        int count = snapshot.services().all().size();
        return count == 1 ? "1 service" : count + " services";
    }

    private static String url(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return "http://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
