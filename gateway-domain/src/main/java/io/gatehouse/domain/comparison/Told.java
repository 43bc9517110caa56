package io.gatehouse.domain.comparison;

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
record Told(Effect effect, Kind kind, Saying saying, List<String> calls, int callCount) {

    Told {
        calls = calls.stream().limit(Change.MOST_CALLS).toList();
    }

    static Told of(Effect effect, Kind kind, Saying saying) {
        return new Told(effect, kind, saying, List.of(), 0);
    }
}
