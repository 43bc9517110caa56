package io.gatehouse.domain.registry;

import io.gatehouse.domain.Port;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the registry is kept: files, a database, or anything else that can give trees.
 *
 * <p>Reading may block and takes as long as the store takes; callers keep it off request threads. Two threads may not
 * read at once. A source validates nothing: what cannot even be read as a tree is a problem of the {@link RegistryTree},
 * everything else is found by the domain.
 */
@Port
public interface RegistrySource {

    /**
     * Everything the store holds at this moment, as one consistent state where the store can give one.
     *
     * @throws RegistryUnavailable if the store cannot be reached or holds nothing; the last good registry keeps serving
     */
    RegistryTree read() throws RegistryUnavailable;

    /**
     * A mark of what the store holds at this moment, found cheaply: as long as it stays the same there is nothing new to read.
     * It is asked for every {@link #pollInterval} while the gateway runs, by the same thread that reads. A source that never
     * changes keeps this default.
     *
     * @throws RegistryUnavailable if the store cannot be reached or holds nothing
     */
    default String mark() throws RegistryUnavailable {
        return "";
    }

    /** How much there is to read, in words for people, such as {@code 22400000 bytes in 3 files}, found cheaply; empty where it is not known. */
    default Optional<String> size() {
        return Optional.empty();
    }

    /**
     * Details as they were when they were {@linkplain SourceDetails#kept kept}, as the process is configured now; asks no store.
     *
     * @throws RegistryUnavailable if nothing can be made of these bytes
     */
    default SourceDetails details(byte[] kept) throws RegistryUnavailable {
        return SourceDetails.NONE;
    }

    /** How often the mark is to be asked for; empty for never, so that the registry is read again on demand only. */
    default Optional<Duration> pollInterval() {
        return Optional.of(Duration.ofSeconds(1));
    }

    /**
     * Whether a change may be seen half made, as of files that are written one after the other: then a mark counts only once it was
     * seen twice.
     */
    default boolean seesHalfChanges() {
        return false;
    }

    /**
     * Begins to say at once when there may be something new, where the store can say so: a hint, which may come from any thread, be
     * mistaken, or never come, as by default. The mark goes on being asked for.
     *
     * @param changed returns soon and never throws
     * @return ends it
     */
    default Hints hint(Runnable changed) {
        return () -> {};
    }

    /** What says that there may be something new, until it is closed. */
    @FunctionalInterface
    interface Hints extends AutoCloseable {

        /** Ends it; a hint that is under way may still come. */
        @Override
        void close();
    }
}
