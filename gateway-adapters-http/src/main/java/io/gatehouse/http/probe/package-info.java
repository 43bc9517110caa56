/**
 * Asks upstream hosts over HTTP whether they are healthy: over connections that are opened as for forwarding, on an I/O thread of
 * their own, so that busy traffic and probes do not wait for each other.
 *
 * <p>{@link io.gatehouse.http.probe.HttpUpstreamProbe} has the thread and gives probes their turn; {@code ProbeExchange} is one of them.
 */
@NullMarked
package io.gatehouse.http.probe;

import org.jspecify.annotations.NullMarked;
