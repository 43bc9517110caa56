package io.gatehouse.http.idempotency;

import io.gatehouse.domain.quota.CounterStore;
import io.gatehouse.domain.quota.CounterStoreException;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.http.idempotency.KeptCall.Meaning;
import io.gatehouse.http.idempotency.KeptCall.Stage;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Who is the first to call with a key, and what the first was answered.
 *
 * <p>Exact over all processes that share a store and whose clocks agree. The first holds a lease of {@value #LEASE_MILLIS} ms, which it
 * renews while it is under way; where it dies, the key is free again when that has run out. A store that fails refuses calls for
 * {@value #REST_MILLIS} ms without being asked. May block where there is a store. Safe for concurrent use.
 */
public final class CallRegister {

    public static final long LEASE_MILLIS = 30_000;

    static final long REST_MILLIS = 1000;

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** A round is lost only where another call with the same key has won one. */
    private static final int MOST_ROUNDS = 8;

    private final CallStore store;
    private final boolean blocking;
    private final GatewayClock clock;
    private volatile long restsUntil = Long.MIN_VALUE;

    private CallRegister(CallStore store, boolean blocking, GatewayClock clock) {
        this.store = store;
        this.blocking = blocking;
        this.clock = clock;
    }

    /** Keeps calls in this process, in so many bytes. */
    public static CallRegister local(long mostBytes, GatewayClock clock) {
        return new CallRegister(new LocalCalls(mostBytes, clock), false, clock);
    }

    /** Keeps calls in a store, together with all processes that do. */
    public static CallRegister shared(CounterStore counters, GatewayClock clock) {
        return new CallRegister(CallStore.in(counters, PATIENCE), true, clock);
    }

    /** Whether claiming, and what follows, may block. */
    public boolean blocks() {
        return blocking;
    }

    /** Asks to be the first to call with this key, which stands for everything that keys are told apart by. */
    public Claim claim(String key, String tenant, String fingerprint) {
        if (clock.epochMillis() < restsUntil) {
            return Claim.Refused.UNAVAILABLE;
        }
        try {
            for (int round = 0; round < MOST_ROUNDS; round++) {
                KeptCall found = store.read(key);
                long now = clock.epochMillis();
                Meaning meaning = KeptCall.meaning(found, fingerprint, now);
                if (meaning != Meaning.FIRST) {
                    return known(meaning, found == null ? "" : found.answer());
                }
                String owner = Long.toHexString(ThreadLocalRandom.current().nextLong());
                var first = new KeptCall(Stage.UNDER_WAY, now + LEASE_MILLIS, fingerprint, owner, "");
                if (store.replace(key, tenant, found, first)) {
                    return new Claim.Granted(new Lease(key, tenant, owner));
                }
            }
        } catch (CounterStoreException failure) {
            restsUntil = clock.epochMillis() + REST_MILLIS;
        }
        return Claim.Refused.UNAVAILABLE;
    }

    private static Claim known(Meaning meaning, String answer) {
        return switch (meaning) {
            case ANSWERED -> new Claim.Replay(answer);
            case NOT_KEPT -> Claim.Refused.NOT_KEPT;
            case OTHER_REQUEST -> Claim.Refused.OTHER_REQUEST;
            case UNDER_WAY, FIRST -> Claim.Refused.UNDER_WAY;
        };
    }

    /** The call is still under way; false if the lease is lost, or nobody can say. */
    public boolean renew(Lease lease) {
        return advance(lease, Stage.UNDER_WAY, LEASE_MILLIS, "");
    }

    /** The call has been answered, by this, or by more than is kept if that is null; false if the lease is lost, or nobody can say. */
    public boolean answered(Lease lease, @Nullable String answer, Duration keep) {
        return answer == null
                ? advance(lease, Stage.NOT_KEPT, keep.toMillis(), "")
                : advance(lease, Stage.ANSWERED, keep.toMillis(), answer);
    }

    /** The call had no effect. */
    public boolean release(Lease lease) {
        return advance(lease, Stage.RELEASED, REST_MILLIS, "");
    }

    /** What is there is looked at each time: an operation that failed may have been carried out. */
    private boolean advance(Lease lease, Stage stage, long millis, String answer) {
        try {
            KeptCall found = store.read(lease.key);
            return found != null
                    && found.stage() == Stage.UNDER_WAY
                    && found.owner().equals(lease.owner)
                    && store.replace(
                            lease.key, lease.tenant, found, found.to(stage, clock.epochMillis() + millis, answer));
        } catch (CounterStoreException failure) {
            return false;
        }
    }

    /**
     * That a call is the first with its key.
     *
     * @param key the key
     * @param tenant whose room it takes
     * @param owner who holds it
     */
    public record Lease(String key, String tenant, String owner) {}

    /** What became of a claim. */
    public sealed interface Claim {

        /** It is the first. */
        record Granted(Lease lease) implements Claim {}

        /** The first was answered by this. */
        record Replay(String answer) implements Claim {}

        /** It must not be forwarded. */
        enum Refused implements Claim {
            /** The first is under way. */
            UNDER_WAY,
            /** The first was answered, by more than is kept. */
            NOT_KEPT,
            /** The key was used for something else. */
            OTHER_REQUEST,
            /** Nobody can say. */
            UNAVAILABLE
        }
    }
}
