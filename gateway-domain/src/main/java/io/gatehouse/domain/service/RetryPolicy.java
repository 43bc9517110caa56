package io.gatehouse.domain.service;

import io.gatehouse.configuration.Origin;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When a call that failed at one host is tried again.
 *
 * @param attempts tries after the first
 * @param on what makes another try worth it, besides statuses
 * @param statuses the statuses of responses that do
 * @param budget the largest share of a service's requests of the last ten seconds that may be tried again; not below three a second
 * @param perTry from the choice of a host to the head of its response; null for as long as {@code timeouts} let it
 * @param hedge whether a GET that takes longer than nearly all do is sent to a second host as well
 * @param sameHost whether the same host is tried again where there is no other one
 * @param origin the place in the configuration
 */
public record RetryPolicy(
        int attempts,
        Set<Condition> on,
        Set<Integer> statuses,
        double budget,
        @Nullable Duration perTry,
        boolean hedge,
        boolean sameHost,
        Origin origin) {

    public RetryPolicy {
        on = on.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(on));
        statuses = Set.copyOf(statuses);
    }

    /** What makes another try worth it. */
    public enum Condition {
        /** No connection could be had. */
        CONNECT_FAILURE("connect-failure"),
        /** The head of the response did not come in time. */
        RESPONSE_TIMEOUT("response-timeout"),
        /** The connection ended before the response did, or what came was no response. */
        RESET("reset");

        private final String word;

        Condition(String word) {
            this.word = word;
        }

        /** The condition with this word of the configuration, of which there must be one. */
        public static Condition of(String word) {
            return valueOf(word.replace('-', '_').toUpperCase(Locale.ROOT));
        }

        /** The word of the configuration. */
        public String word() {
            return word;
        }
    }

    /** What holds where nothing is said: up to two hosts more, for calls of which nothing has been sent. */
    public static RetryPolicy usual(Origin origin) {
        return new RetryPolicy(2, Set.of(Condition.CONNECT_FAILURE), Set.of(), 2, null, false, false, origin);
    }

    /** Whether it is what holds where nothing is said. */
    public boolean isUsual() {
        return equals(usual(origin));
    }

    /** Whether there may be fewer tries than {@code attempts} allows, so that requests and tries have to be counted. */
    public boolean isBudgeted() {
        return budget < attempts;
    }

    /** Whether calls may be tried again after something of them was sent. */
    public boolean repeatsWhatWasSent() {
        return attempts > 0
                && (hedge || !statuses.isEmpty() || on.size() > (on.contains(Condition.CONNECT_FAILURE) ? 1 : 0));
    }

    /** Whether a response of this status is no good one, if there can be another. */
    public boolean dislikes(int status) {
        return status >= 400 && statuses.contains(status);
    }

    /** In words: {@code would be retried on connect-failure, 503 at most 2 times}. */
    public String inWords() {
        String what = Stream.concat(
                        on.stream().sorted().map(Condition::word),
                        new TreeSet<>(statuses).stream().map(String::valueOf))
                .collect(Collectors.joining(", "));
        return "would be retried on " + what + " at most " + attempts + (attempts == 1 ? " time" : " times")
                + (sameHost ? "" : ", each on another host")
                + (hedge ? ", and hedged after the p95 of the service" : "");
    }
}
