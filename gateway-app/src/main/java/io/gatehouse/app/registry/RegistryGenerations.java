package io.gatehouse.app.registry;

import io.gatehouse.domain.registry.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The registries that were served lately, the one that is served first: so many that a call of a while ago can be explained, and no more than a bounded
 * part of the heap. Safe for concurrent use; one thread adds.
 */
public final class RegistryGenerations {

    /** How many there are at most, the one that is served included. */
    public static final int MOST = 32;

    /** How much those take that are not served any more, by estimate. */
    static final long MOST_BYTES = 32 << 20;

    private static final long KEY_BYTES = 2 << 10;
    private static final long SERVICE_BYTES = 16 << 10;

    private volatile List<Generation> all = List.of();

    /**
     * One that was served.
     *
     * @param snapshot as requests saw it
     * @param written as it was written, of the last two where they are small; else null
     */
    public record Generation(Snapshot snapshot, @Nullable LoadedRegistry written) {

        private long bytes() {
            return snapshot.keys().all().size() * KEY_BYTES
                    + snapshot.services().all().size() * SERVICE_BYTES;
        }

        private Generation forgetful() {
            return new Generation(snapshot, null);
        }
    }

    /** This is served from now on. */
    void served(Snapshot snapshot, LoadedRegistry written) {
        List<Generation> next = new ArrayList<>();
        next.add(new Generation(snapshot, isSmall(new Generation(snapshot, written)) ? written : null));
        long bytes = 0;
        for (Generation past : all) {
            bytes += past.bytes();
            if (next.size() == MOST || bytes > MOST_BYTES) {
                break;
            }
            next.add(next.size() == 1 && isSmall(past) ? past : past.forgetful());
        }
        all = List.copyOf(next);
    }

    /** What was written takes several times what is compiled of it. */
    private static boolean isSmall(Generation one) {
        return one.bytes() * 8 <= MOST_BYTES;
    }

    /** All that are kept, the one that is served first; none before any is. */
    public List<Generation> all() {
        return all;
    }

    /** The latest one of this hash. */
    public Optional<Snapshot> find(String hash) {
        return all.stream()
                .map(Generation::snapshot)
                .filter(snapshot -> snapshot.hash().equals(hash))
                .findFirst();
    }
}
