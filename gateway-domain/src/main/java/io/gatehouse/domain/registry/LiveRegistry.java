package io.gatehouse.domain.registry;

import io.gatehouse.configuration.Notice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one reference to the snapshot that new requests see, and what is known of its loading. Safe for concurrent use; reading
 * takes no lock.
 */
public final class LiveRegistry {

    private volatile Snapshot current;
    private volatile RegistryState state;

    public LiveRegistry(Snapshot first) {
        current = first;
        state = RegistryState.of(first, "", List.of());
    }

    /** The snapshot to use for a request that begins now. */
    public Snapshot current() {
        return current;
    }

    /** Makes another snapshot the current one; requests under way keep theirs. */
    public void swap(Snapshot next) {
        current = next;
    }

    /** What is being served and how loading goes, for operators. */
    public RegistryState state() {
        return state;
    }

    /** The current snapshot was loaded from content of this hash, and nothing is wrong. */
    public synchronized void loaded(String hash, List<Notice> notices) {
        state = RegistryState.of(current, hash, notices).after(state, ReloadResult.LOADED);
    }

    /** The source was read and holds what is served already. */
    public synchronized void unchanged(List<Notice> notices) {
        state = state.readAgain(notices).after(state, ReloadResult.UNCHANGED);
    }

    /** The source could not be read, or holds mistakes; what was served before still is. */
    public synchronized void failed(ReloadFailure failure) {
        state = state.with(failure).after(state, failure.result());
    }

    /** What is wrong with the source at present; null if nothing is. */
    public @Nullable ReloadFailure failure() {
        return state.failure();
    }
}
