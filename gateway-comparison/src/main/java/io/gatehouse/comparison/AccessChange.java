package io.gatehouse.comparison;

import org.jspecify.annotations.Nullable;

/**
 * What changes for the callers of a call.
 *
 * @param effect what it means to them
 * @param form how it is said
 * @param words what is needed now, if anything is
 */
record AccessChange(Severity effect, Form form, String words) {

    /** How a shift is said. */
    enum Form {
        LOSES,
        GAINS,
        NEEDS
    }

    /** Null if nothing changes. */
    static @Nullable AccessChange of(AccessRequirement before, AccessRequirement after) {
        if (before.equals(after)) {
            return null;
        }
        if (after.refused()) {
            return new AccessChange(Severity.LOSS, Form.LOSES, "");
        }
        if (before.refused()) {
            return new AccessChange(Severity.GAIN, Form.GAINS, "");
        }
        Severity effect =
                before.losesTo(after) ? Severity.LOSS : after.losesTo(before) ? Severity.GAIN : Severity.CHANGE;
        return new AccessChange(effect, Form.NEEDS, words(before, after));
    }

    /** Begins with the verb, which is for one call. */
    private static String words(AccessRequirement before, AccessRequirement after) {
        if (before.isOpen()) {
            return "now needs " + after.words();
        }
        if (after.isOpen()) {
            return "no longer needs " + before.words();
        }
        return "needs " + after.words() + " instead of " + before.words();
    }

    /** What is said of callers; {@code calls} is what they call, and {@code several} whether it is more than one thing. */
    Phrase saying(String calls, boolean several) {
        return switch (form) {
            case LOSES -> Phrase.of("loses " + calls, "lose " + calls);
            case GAINS -> Phrase.of("gains " + calls, "gain " + calls);
            case NEEDS -> Phrase.apart(calls + " " + (several ? words.replaceFirst("needs ", "need ") : words));
        };
    }
}
