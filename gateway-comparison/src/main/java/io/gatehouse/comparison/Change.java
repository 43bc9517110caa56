package io.gatehouse.comparison;

import io.gatehouse.configuration.Printable;
import java.util.List;

/**
 * One thing that changes for callers. Holds no secret, and nothing that a terminal would act upon.
 *
 * @param severity what it means to callers
 * @param kind what it is about
 * @param subject whom or what it concerns: a key, several keys of a package, a service
 * @param what what becomes of it
 * @param line both as one line for people
 * @param keys the keys that it concerns, at most {@value #MOST_KEYS} of them; none if it is not about keys
 * @param calls the calls that it concerns, at most {@value #MOST_CALLS} of them; none if it is not about single calls
 */
public record Change(
        Severity severity, ChangeKind kind, String subject, String what, String line, Counted keys, Counted calls) {

    static final int MOST_KEYS = 20;
    static final int MOST_CALLS = 100;
    private static final int LONGEST = 2000;

    public Change {
        subject = printable(subject);
        what = printable(what);
        line = printable(line);
        keys = keys.limited(MOST_KEYS);
        calls = calls.limited(MOST_CALLS);
    }

    private static String printable(String text) {
        return Printable.text(text, LONGEST);
    }

    /**
     * Names, of which only some may be given.
     *
     * @param first the first of them
     * @param count how many there are
     */
    public record Counted(List<String> first, int count) {

        static final Counted NONE = new Counted(List.of(), 0);

        public Counted {
            first = List.copyOf(first);
        }

        private Counted limited(int most) {
            return new Counted(first.stream().limit(most).map(Change::printable).toList(), count);
        }
    }

    /** What a change is about. */
    public enum ChangeKind {
        ACCESS,
        KEY,
        TENANT,
        SERVICE,
        ROUTE,
        MAINTENANCE,
        IP_BAN,
        TRUSTED_CLIENTS,
        CORS,
        TOKEN,
        LIMITS,
        OBSERVE,
        ENVIRONMENT
    }

    /** What a change means to those who call, the worst first. */
    public enum Severity {
        /** Somebody who could call something cannot any more, or not without more than before. */
        LOSS,
        /** Somebody may lose something: it was not shown that nobody does. */
        POSSIBLE_LOSS,
        /** Somebody can call what was refused before. */
        GAIN,
        /** Something else than who may call what. */
        CHANGE;

        /** Whether somebody loses, or may lose. */
        public boolean isLoss() {
            return this == LOSS || this == POSSIBLE_LOSS;
        }
    }
}
