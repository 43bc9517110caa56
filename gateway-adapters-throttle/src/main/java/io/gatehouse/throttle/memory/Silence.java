package io.gatehouse.throttle.memory;

import com.github.benmanes.caffeine.cache.Expiry;
import io.gatehouse.domain.quota.Counter;

/** Drops a counter that nobody has asked for, for as long as its limit remembers. */
final class Silence implements Expiry<Counter, Cell> {

    @Override
    public long expireAfterCreate(Counter counter, Cell cell, long nowNanos) {
        return cell.silenceNanos();
    }

    @Override
    public long expireAfterUpdate(Counter counter, Cell cell, long nowNanos, long remainingNanos) {
        return cell.silenceNanos();
    }

    @Override
    public long expireAfterRead(Counter counter, Cell cell, long nowNanos, long remainingNanos) {
        return cell.silenceNanos();
    }
}
