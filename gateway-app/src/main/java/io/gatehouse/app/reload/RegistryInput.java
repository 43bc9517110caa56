package io.gatehouse.app.reload;

import io.gatehouse.app.reading.ReadRegistry;
import io.gatehouse.app.reading.WatchedSource;
import io.gatehouse.registry.lastgood.LastGoodCopy;
import java.util.List;
import java.util.Optional;

/**
 * The registry that a gateway starts with, and where later ones come from.
 *
 * @param source where it is read from
 * @param first what has been read already; empty if the gateway has to wait for it
 * @param problems why the first is not what the source holds now, but the last good copy; empty if it is
 * @param copy where the last good registry is kept; empty for nowhere
 */
public record RegistryInput(
        WatchedSource source, Optional<ReadRegistry> first, List<String> problems, Optional<LastGoodCopy> copy) {

    public RegistryInput {
        problems = List.copyOf(problems);
    }
}
