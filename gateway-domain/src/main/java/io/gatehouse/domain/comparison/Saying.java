package io.gatehouse.domain.comparison;

/**
 * What is said of a subject, for one and for several.
 *
 * @param one for one subject
 * @param many for several
 * @param apart whether a colon stands between them
 */
record Saying(String one, String many, boolean apart) {

    /** A verb that changes with the number: {@code loses}, {@code lose}. */
    static Saying of(String one, String many) {
        return new Saying(one, many, false);
    }

    /** A sentence of its own behind the subject. */
    static Saying apart(String text) {
        return new Saying(text, text, true);
    }

    String line(String subject, String text) {
        return subject + (apart ? ": " : " ") + text;
    }
}
