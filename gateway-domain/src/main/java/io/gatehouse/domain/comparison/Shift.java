package io.gatehouse.domain.comparison;

import org.jspecify.annotations.Nullable;

/**
 * What changes for the callers of a call.
 *
 * @param effect what it means to them
 * @param form how it is said
 * @param words what is needed now, if anything is
 */
record Shift(Effect effect, Form form, String words) {

    /** How a shift is said. */
    enum Form {
        LOSES,
        GAINS,
        NEEDS
    }

    /** Null if nothing changes. */
    static @Nullable Shift of(Demand before, Demand after) {
        if (before.equals(after)) {
            return null;
        }
        if (after.refused()) {
            return new Shift(Effect.LOSS, Form.LOSES, "");
        }
        if (before.refused()) {
            return new Shift(Effect.GAIN, Form.GAINS, "");
        }
        Effect effect = before.losesTo(after) ? Effect.LOSS : after.losesTo(before) ? Effect.GAIN : Effect.CHANGE;
        return new Shift(effect, Form.NEEDS, words(before, after));
    }

    /** Begins with the verb, which is for one call. */
    private static String words(Demand before, Demand after) {
        if (before.isOpen()) {
            return "now needs " + after.words();
        }
        if (after.isOpen()) {
            return "no longer needs " + before.words();
        }
        return "needs " + after.words() + " instead of " + before.words();
    }

    /** What is said of callers; {@code calls} is what they call, and {@code several} whether it is more than one thing. */
    Saying saying(String calls, boolean several) {
        return switch (form) {
            case LOSES -> Saying.of("loses " + calls, "lose " + calls);
            case GAINS -> Saying.of("gains " + calls, "gain " + calls);
            case NEEDS -> Saying.apart(calls + " " + (several ? words.replaceFirst("needs ", "need ") : words));
        };
    }
}
