package io.example.ledger;

import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.RateLimit.Usage;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one caller has used of one limit, and how much of that is written. Guarded by itself, but for the usage, which may be read. */
final class Counter {

    final UUID id;
    volatile Usage usage;

    /** The one that it was last asked for; null as long as it was only read. */
    @Nullable
    RateLimit limit;

    long forgottenAtMillis;

    /** Where it stands in the file; -1 if it does not. */
    int slot;

    /** How often it has changed, and which of the changes were written. */
    long changes;

    long written;

    /** Whether it waits to be written, or is being written. */
    boolean queued;

    /** Whether it counts no more, as somebody else has its place. */
    boolean dropped;

    Counter(UUID id, int slot, Usage usage, long forgottenAtMillis) {
        this.id = id;
        this.slot = slot;
        this.usage = usage;
        this.forgottenAtMillis = forgottenAtMillis;
    }

    static Counter read(CounterFile.Slot slot) {
        StoredUsage stored = slot.usage();
        return new Counter(stored.counter(), slot.number(), stored.usage(), stored.forgottenAtMillis());
    }

    StoredUsage stored() {
        return new StoredUsage(id, forgottenAtMillis, usage);
    }

    /** Takes over what was found in the file: in place of what was read before, beside what was counted before it could be read. */
    synchronized void takeOver(Counter found, long nowMillis) {
        if (limit == null) {
            if (found.forgottenAtMillis < forgottenAtMillis) {
                return;
            }
            usage = found.usage;
            forgottenAtMillis = found.forgottenAtMillis;
        } else {
            usage = limit.sum(usage, found.usage, nowMillis);
            forgottenAtMillis = limit.forgottenAtMillis(usage);
        }
        slot = found.slot;
    }
}
