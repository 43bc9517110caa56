package io.gatehouse.domain.health;

import io.gatehouse.domain.Port;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.VersionKey;
import org.jspecify.annotations.Nullable;

/** Hears of hosts that become unhealthy or recover; called on any thread, must be quick and must not throw. */
@Port
public interface HealthListener {

    /** A host has changed: {@code unhealthyReason} says why it is out, null that it is back. */
    void changed(VersionKey version, HostAddress host, @Nullable String unhealthyReason);
}
