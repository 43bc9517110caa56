package io.gatehouse.domain.registry;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which registry is being served, and what became of the attempts to load another. Immutable.
 *
 * @param revision of the snapshot being served; 0 while there is none yet
 * @param hash of its content, see {@link RegistryHash}; empty if unknown
 * @param source where it was read from
 * @param loadedMillis when it was compiled, since the epoch
 * @param attempts how many attempts ended how, since the start of the process
 * @param failure why the source is not served as it now stands; null if it is
 */
public record RegistryState(
        long revision,
        String hash,
        String source,
        long loadedMillis,
        Map<ReloadResult, Long> attempts,
        @Nullable ReloadFailure failure) {

    public RegistryState {
        attempts = Map.copyOf(attempts);
    }

    static RegistryState of(Snapshot snapshot, String hash) {
        return new RegistryState(snapshot.revision(), hash, snapshot.source(), snapshot.loadedMillis(), Map.of(), null);
    }

    /** How many attempts ended so. */
    public long attempts(ReloadResult result) {
        return attempts.getOrDefault(result, 0L);
    }

    RegistryState with(@Nullable ReloadFailure next) {
        return new RegistryState(revision, hash, source, loadedMillis, attempts, next);
    }

    RegistryState without() {
        return with(null);
    }

    /** The same, counted as one attempt more than there were. */
    RegistryState after(RegistryState before, ReloadResult result) {
        var counts = new EnumMap<ReloadResult, Long>(ReloadResult.class);
        counts.putAll(before.attempts);
        counts.merge(result, 1L, Long::sum);
        return new RegistryState(revision, hash, source, loadedMillis, counts, failure);
    }
}
