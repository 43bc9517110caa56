package io.gatehouse.comparison;

import java.util.List;

/**
 * Something found out about callers, whoever they are.
 *
 * @param effect what it means to them
 * @param kind what it is about
 * @param saying what is said of them
 * @param calls the first of the calls that it concerns
 * @param callCount how many there are
 */
record Finding(Severity effect, ChangeKind kind, Phrase saying, List<String> calls, int callCount) {

    Finding {
        calls = calls.stream().limit(Change.MOST_CALLS).toList();
    }

    static Finding of(Severity effect, ChangeKind kind, Phrase saying) {
        return new Finding(effect, kind, saying, List.of(), 0);
    }
}
