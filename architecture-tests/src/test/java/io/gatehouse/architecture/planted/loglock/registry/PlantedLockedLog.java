package io.gatehouse.architecture.planted.loglock.registry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs with its lock, by another method. */
final class PlantedLockedLog {
    private static final Logger LOG = LoggerFactory.getLogger(PlantedLockedLog.class);

    synchronized void load() {
        tell();
    }

    private void tell() {
        LOG.info("loaded");
    }
}
