package io.gatehouse.app.wiring;

import io.gatehouse.app.plugin.KnownAdapter;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.traffic.TrafficListener;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * What a program that embeds a gateway brings along, besides the configuration.
 *
 * @param registry where the registry is read from, instead of what the configuration says
 * @param listeners who hears of every exchange, besides the gateway's own listeners
 * @param accessLog where the access log goes, instead of standard output
 * @param adapters adapters that the configuration may name, or that are in use whatever it says
 */
public record Extensions(
        Optional<RegistrySource> registry,
        List<TrafficListener> listeners,
        Optional<OutputStream> accessLog,
        List<KnownAdapter> adapters) {

    /** Nothing. */
    public static final Extensions NONE = new Extensions(Optional.empty(), List.of(), Optional.empty(), List.of());

    public Extensions {
        listeners = List.copyOf(listeners);
        adapters = List.copyOf(adapters);
    }
}
