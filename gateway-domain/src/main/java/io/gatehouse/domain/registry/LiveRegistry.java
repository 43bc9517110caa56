package io.gatehouse.domain.registry;

/** The one reference to the snapshot that new requests see. Safe for concurrent use; reading takes no lock. */
public final class LiveRegistry {

    private volatile Snapshot current;

    public LiveRegistry(Snapshot first) {
        current = first;
    }

    /** The snapshot to use for a request that begins now. */
    public Snapshot current() {
        return current;
    }

    /** Makes another snapshot the current one; requests under way keep theirs. */
    public void swap(Snapshot next) {
        current = next;
    }
}
