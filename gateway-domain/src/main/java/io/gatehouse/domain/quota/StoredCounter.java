package io.gatehouse.domain.quota;

/**
 * A counter as a {@link CounterStore} keeps it.
 *
 * @param period the stretch of time that it counts in; 0 or more
 * @param value what has been counted; 0 or more, up to {@link Long#MAX_VALUE}
 * @param detail what else belongs to it, in printable ASCII: mostly nothing, or some 100 characters, 64 KiB at most
 */
public record StoredCounter(long period, long value, String detail) {

    /** The same with another value. */
    public StoredCounter withValue(long other) {
        return new StoredCounter(period, other, detail);
    }
}
