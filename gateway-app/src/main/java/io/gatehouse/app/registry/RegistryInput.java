package io.gatehouse.app.registry;

import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.registry.lastgood.LastGoodCopy;
import java.util.List;
import java.util.Optional;

/**
 * Where a gateway reads its registry.
 *
 * @param source asked again and again
 * @param copy where the last good registry is kept; empty for nowhere
 */
public record RegistryInput(RegistrySource source, Optional<LastGoodCopy> copy) {

    /**
     * What was read before the gateway was made. Handed over once and kept by nobody: of a large registry, the documents are larger
     * than what they are compiled to.
     *
     * @param loaded what is served first; empty if the gateway has to wait for its source
     * @param problems why that is not what the source holds now, but the last good copy or nothing; empty if it is
     */
    public record First(Optional<LoadedRegistry> loaded, List<String> problems) {

        public First {
            problems = List.copyOf(problems);
        }
    }
}
