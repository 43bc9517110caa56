package io.gatehouse.security.jwks;

import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.security.key.KeyAnswer;
import io.gatehouse.security.key.KeyLookup;
import io.gatehouse.security.key.KeyRing;
import io.gatehouse.security.key.VerificationKey;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one set, kept fresh by their use: a set that is old is fetched again beside the request that finds it so,
 * an unknown key has it fetched out of turn at a bounded rate, and one fetch at a time is shared by all who want it.
 *
 * <p>While the source fails, the last keys are used, and a key that is not among them is unreachable rather than absent:
 * the source might know it.
 */
final class KeySet implements KeyLookup {

    private static final KeyAnswer ABSENT = new KeyAnswer.Absent();
    private static final KeyAnswer UNREACHABLE = new KeyAnswer.Unreachable();

    /** A fetch in turn, joined by chance, then the one out of turn and one spare. */
    private static final int MOST_ROUNDS = 3;

    private final KeySetTimings timings;
    private final GatewayClock clock;
    private final KeySetFetch fetch;

    KeySet(String name, KeySetSource source, KeySetTimings timings, GatewayClock clock, Executor background) {
        this.timings = timings;
        this.clock = clock;
        this.fetch = new KeySetFetch(name, source, timings, clock, background);
    }

    @Override
    public @Nullable KeyAnswer atOnce(@Nullable String id, String algorithm) {
        long now = clock.nanoTime();
        Holding held = fetch.holding();
        KeyRing keys = held.usable(now, timings);
        boolean rests = held.rests(now, timings);
        if (keys == null) {
            return rests ? UNREACHABLE : null;
        }
        if (held.forgotten(now, timings)) {
            return null;
        }
        if (!rests && held.due(now, timings)) {
            fetch.begin();
        }
        List<VerificationKey> fitting = keys.fitting(id, algorithm);
        if (!fitting.isEmpty()) {
            return new KeyAnswer.Found(fitting);
        }
        if (held.failing()) {
            return UNREACHABLE;
        }
        return fetch.mayBringMore(now) ? null : ABSENT;
    }

    @Override
    public KeyAnswer waiting(@Nullable String id, String algorithm) {
        for (int round = 0; round < MOST_ROUNDS; round++) {
            KeyAnswer answer = atOnce(id, algorithm);
            if (answer != null) {
                return answer;
            }
            if (!ended(fetch.insist())) {
                return UNREACHABLE;
            }
        }
        KeyAnswer answer = atOnce(id, algorithm);
        return answer == null ? ABSENT : answer;
    }

    /** Waits for a fetch, which has a deadline of its own; the second here is for a busy machine. */
    private boolean ended(Future<?> running) {
        try {
            running.get(timings.deadline().toMillis() + 1000, TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException stuck) {
            return false;
        }
    }
}
