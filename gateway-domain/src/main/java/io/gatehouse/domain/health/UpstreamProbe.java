package io.gatehouse.domain.health;

import io.gatehouse.domain.Port;
import java.util.function.Consumer;

/**
 * Asks one host whether it is healthy.
 *
 * <p>Returns at once and reports exactly once, on any thread, within the target's timeout and a moment. Every failure
 * (refused, reset, timeout, bad response, unknown name) is a result, never an exception. Safe for concurrent use.
 */
@Port
public interface UpstreamProbe {

    /** Begins a probe and reports its result. */
    void probe(ProbeTarget target, Consumer<ProbeResult> report);
}
