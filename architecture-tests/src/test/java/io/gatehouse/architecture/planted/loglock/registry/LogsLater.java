package io.gatehouse.architecture.planted.loglock.registry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out with its lock what there is to log. */
final class LogsLater {
    private static final Logger LOG = LoggerFactory.getLogger(LogsLater.class);

    private int revision;

    void load() {
        loaded().run();
    }

    private synchronized Runnable loaded() {
        int now = ++revision;
        return () -> LOG.info("loaded {}", now);
    }
}
