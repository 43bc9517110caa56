package io.gatehouse.app.wiring;

import io.gatehouse.domain.health.HealthListener;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.VersionKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes every change of a host's health to the program's log. */
final class HealthLog implements HealthListener {

    private static final Logger LOG = LoggerFactory.getLogger(HealthLog.class);

    @Override
    public void changed(VersionKey version, HostAddress host, @Nullable String unhealthyReason) {
        if (unhealthyReason == null) {
            LOG.info("{} has recovered for {}", host, version);
        } else {
            LOG.warn("{} is unhealthy and gets no more requests for {}: {}", host, version, unhealthyReason);
        }
    }
}
