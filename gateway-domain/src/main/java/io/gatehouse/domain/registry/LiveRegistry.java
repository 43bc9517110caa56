package io.gatehouse.domain.registry;

/**
 * The one reference to the registry that is served and to what is known of its loading. Readers take no lock; whoever loads the
 * registry is the only one to {@link #publish}.
 */
public final class LiveRegistry {

    private volatile RegistryState state;

    /** Serves nothing until the first state is published. */
    public LiveRegistry() {
        this(Snapshot.none());
    }

    /** Serves this snapshot from the beginning, wherever it comes from. */
    public LiveRegistry(Snapshot first) {
        state = RegistryState.of(first);
    }

    /** The snapshot to use for a request that begins now; requests under way keep theirs. */
    public Snapshot current() {
        return state.snapshot();
    }

    /** What is served and how loading goes, for operators. */
    public RegistryState state() {
        return state;
    }

    /** Replaces everything at once. Called by one thread at a time. */
    public void publish(RegistryState next) {
        state = next;
    }
}
