package io.gatehouse.domain.registry;

import io.gatehouse.configuration.Notice;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which registry is being served, and what became of the attempts to load another. Immutable.
 *
 * @param revision of the snapshot being served; 0 while there is none yet
 * @param hash of its content, see {@link RegistryHash}; empty if unknown
 * @param source where it was read from
 * @param loadedMillis when it was compiled, since the epoch
 * @param notices what its source holds that has no counterpart here
 * @param attempts how many attempts ended how, since the start of the process
 * @param failure why the source is not served as it now stands; null if it is
 */
public record RegistryState(
        long revision,
        String hash,
        String source,
        long loadedMillis,
        List<Notice> notices,
        Map<ReloadResult, Long> attempts,
        @Nullable ReloadFailure failure) {

    public RegistryState {
        notices = List.copyOf(notices);
        attempts = Map.copyOf(attempts);
    }

    static RegistryState of(Snapshot snapshot, String hash, List<Notice> notices) {
        return new RegistryState(
                snapshot.revision(), hash, snapshot.source(), snapshot.loadedMillis(), notices, Map.of(), null);
    }

    /** How many attempts ended so. */
    public long attempts(ReloadResult result) {
        return attempts.getOrDefault(result, 0L);
    }

    RegistryState with(@Nullable ReloadFailure next) {
        return new RegistryState(revision, hash, source, loadedMillis, notices, attempts, next);
    }

    /** The same registry, read once more without a failure. */
    RegistryState readAgain(List<Notice> now) {
        return new RegistryState(revision, hash, source, loadedMillis, now, attempts, null);
    }

    /** The same, counted as one attempt more than there were. */
    RegistryState after(RegistryState before, ReloadResult result) {
        var counts = new EnumMap<ReloadResult, Long>(ReloadResult.class);
        counts.putAll(before.attempts);
        counts.merge(result, 1L, Long::sum);
        return new RegistryState(revision, hash, source, loadedMillis, notices, counts, failure);
    }
}
