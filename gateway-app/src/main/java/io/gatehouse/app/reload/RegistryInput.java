package io.gatehouse.app.reload;

import io.gatehouse.app.reading.LoadedRegistry;
import io.gatehouse.app.reading.WatchedSource;
import io.gatehouse.registry.lastgood.LastGoodCopy;
import java.util.List;
import java.util.Optional;

/** The registry that a gateway starts with, and where later ones come from. Safe for concurrent use. */
public final class RegistryInput {

    private final WatchedSource source;
    private volatile Optional<LoadedRegistry> first;
    private final List<String> problems;
    private final Optional<LastGoodCopy> copy;

    /**
     * What was found out before the start.
     *
     * @param source where it is read from
     * @param first what has been read already; empty if the gateway has to wait for it
     * @param problems why the first is not what the source holds now, but the last good copy or nothing; empty if it is
     * @param copy where the last good registry is kept; empty for nowhere
     */
    public RegistryInput(
            WatchedSource source, Optional<LoadedRegistry> first, List<String> problems, Optional<LastGoodCopy> copy) {
        this.source = source;
        this.first = first;
        this.problems = List.copyOf(problems);
        this.copy = copy;
    }

    /** Where it is read from. */
    public WatchedSource source() {
        return source;
    }

    /** What has been read already; empty if the gateway has to wait for it, and once it is served. */
    public Optional<LoadedRegistry> first() {
        return first;
    }

    /** Lets go of what was read first: of a large registry, the documents are larger than what they are compiled to. */
    void served() {
        first = Optional.empty();
    }

    /** Why the first is not what the source holds now; empty if it is. */
    public List<String> problems() {
        return problems;
    }

    /** Where the last good registry is kept; empty for nowhere. */
    public Optional<LastGoodCopy> copy() {
        return copy;
    }
}
