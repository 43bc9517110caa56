package io.gatehouse.domain.registry;

import io.gatehouse.configuration.Notice;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which registry is served, and what became of the attempts to load another. Immutable: each attempt makes the next one.
 *
 * @param snapshot what requests see
 * @param hash of its content; empty if unknown
 * @param notices what an operator should know of the source of it
 * @param mark what {@link RegistrySource#mark} said when the source was last read, whatever became of it
 * @param attempts how many attempts ended how, since the start of the process
 * @param failure why the source is not served as it now stands; null if it is
 */
public record RegistryState(
        Snapshot snapshot,
        String hash,
        List<Notice> notices,
        String mark,
        Map<ReloadResult, Long> attempts,
        @Nullable ReloadFailure failure) {

    public RegistryState {
        notices = List.copyOf(notices);
        attempts = Map.copyOf(attempts);
    }

    /** A snapshot of which nothing more is known. */
    static RegistryState of(Snapshot snapshot) {
        return new RegistryState(snapshot, "", List.of(), "", Map.of(), null);
    }

    /** Of the snapshot that is served; 0 while there is none yet. */
    public long revision() {
        return snapshot.revision();
    }

    /** How many attempts ended so. */
    public long attempts(ReloadResult result) {
        return attempts.getOrDefault(result, 0L);
    }

    /** Another snapshot is served, and nothing is wrong. */
    public RegistryState loaded(Snapshot next, String nextHash, List<Notice> now, String read) {
        return new RegistryState(next, nextHash, now, read, counted(ReloadResult.LOADED), null);
    }

    /** The source was read and holds what is served already. */
    public RegistryState unchanged(List<Notice> now, String read) {
        return new RegistryState(snapshot, hash, now, read, counted(ReloadResult.UNCHANGED), null);
    }

    /** The source could not be read, or holds mistakes; what was served before still is. */
    public RegistryState failed(ReloadFailure why, String read) {
        return new RegistryState(snapshot, hash, notices, read, counted(why.result()), why);
    }

    private Map<ReloadResult, Long> counted(ReloadResult result) {
        var counts = new EnumMap<ReloadResult, Long>(ReloadResult.class);
        counts.putAll(attempts);
        counts.merge(result, 1L, Long::sum);
        return counts;
    }
}
