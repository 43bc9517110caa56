package io.gatehouse.http.idempotency;

import io.gatehouse.domain.quota.StoredCounter;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a call with a key.
 *
 * <pre>
 *   (nothing) -- claimed --> UNDER_WAY -- answered --> ANSWERED --.
 *       ^                     |  |  '--- too large --> NOT_KEPT --|
 *       |                     |  '--- without effect -> RELEASED --|
 *       '---- lease ran out --'              ---- time ran out ----'
 * </pre>
 *
 * @param stage how far it is
 * @param untilMillis the time since the epoch from which on this is void
 * @param fingerprint stands for what was asked, without blanks
 * @param owner stands for who claimed it, without blanks
 * @param answer the answer, encoded; empty unless there is one
 */
public record KeptCall(Stage stage, long untilMillis, String fingerprint, String owner, String answer) {

    /** How far a call is. */
    public enum Stage {
        UNDER_WAY(0),
        ANSWERED(1),
        /** It has been answered, by more than is kept. */
        NOT_KEPT(2),
        /** It had no effect: the next one is the first again. */
        RELEASED(3);

        /** What stands for it in a store. */
        private final int number;

        Stage(int number) {
            this.number = number;
        }

        private static @Nullable Stage of(long number) {
            for (Stage stage : values()) {
                if (stage.number == number) {
                    return stage;
                }
            }
            return null;
        }
    }

    /** What a key that comes again means. */
    public enum Meaning {
        /** Nobody has used the key, as far as is known. */
        FIRST,
        UNDER_WAY,
        ANSWERED,
        NOT_KEPT,
        /** The key has been used for something else. */
        OTHER_REQUEST
    }

    /** What a key means for a call with this fingerprint, after what was found of it. */
    public static Meaning meaning(@Nullable KeptCall found, String fingerprint, long nowMillis) {
        if (found == null || found.stage == Stage.RELEASED || nowMillis >= found.untilMillis) {
            return Meaning.FIRST;
        }
        if (!found.fingerprint.equals(fingerprint)) {
            return Meaning.OTHER_REQUEST;
        }
        return switch (found.stage) {
            case UNDER_WAY, RELEASED -> Meaning.UNDER_WAY;
            case ANSWERED -> Meaning.ANSWERED;
            case NOT_KEPT -> Meaning.NOT_KEPT;
        };
    }

    /** The same, further on. */
    KeptCall to(Stage next, long until, String with) {
        return new KeptCall(next, until, fingerprint, owner, with);
    }

    /** As a store of counters keeps it. */
    StoredCounter encode() {
        return new StoredCounter(stage.number, untilMillis, fingerprint + " " + owner + " " + answer);
    }

    /** What a store of counters has kept; null for nothing, and for what makes no sense. */
    static @Nullable KeptCall decode(@Nullable StoredCounter stored) {
        if (stored == null) {
            return null;
        }
        Stage stage = Stage.of(stored.period());
        String[] parts = stored.detail().split(" ", -1);
        return stage == null || parts.length != 3
                ? null
                : new KeptCall(stage, stored.value(), parts[0], parts[1], parts[2]);
    }
}
