package io.gatehouse.comparison;

/**
 * What is said of a subject, for one and for several.
 *
 * @param one for one subject
 * @param many for several
 * @param apart whether a colon stands between them
 */
record Phrase(String one, String many, boolean apart) {

    /** A verb that changes with the number: {@code loses}, {@code lose}. */
    static Phrase of(String one, String many) {
        return new Phrase(one, many, false);
    }

    /** A sentence of its own behind the subject. */
    static Phrase apart(String text) {
        return new Phrase(text, text, true);
    }

    String line(String subject, String text) {
        return subject + (apart ? ": " : " ") + text;
    }
}
