package io.gatehouse.throttle.mongo.counter;

import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.Usage;
import io.gatehouse.throttle.cache.CounterState;
import io.gatehouse.throttle.cache.Footprint;

/** What the store last said of one counter. Safe for concurrent use. */
final class KnownUsage implements CounterState {

    private record Word(RateLimit limit, Usage usage) {}

    private static final int BARE_BYTES = 16 + 24;

    /** Clocks of processes differ a little. */
    private static final long SLACK_MILLIS = 2_000;

    private final int bytes;
    private volatile Word last;

    KnownUsage(RateLimit limit, Usage usage) {
        bytes = BARE_BYTES + Footprint.ofUsage(limit);
        last = new Word(limit, usage);
    }

    void learn(RateLimit limit, Usage usage) {
        last = new Word(limit, usage);
    }

    Usage usage() {
        return last.usage();
    }

    @Override
    public int bytes() {
        return bytes;
    }

    @Override
    public double usedUp(long nowMillis) {
        Word word = last;
        return word.limit().usedUp(word.usage(), nowMillis);
    }

    @Override
    public long forgottenAtMillis() {
        Word word = last;
        return word.limit().forgottenAtMillis(word.usage());
    }

    /** What is learnt at this very moment may be lost; the store says it again. */
    @Override
    public boolean endIfIdle(long nowMillis) {
        return forgottenAtMillis() + SLACK_MILLIS <= nowMillis;
    }

    @Override
    public boolean endUnlessUsedUp(long nowMillis) {
        return usedUp(nowMillis) < 1;
    }

    @Override
    public void end() {
        // Nobody counts with it.
    }
}
