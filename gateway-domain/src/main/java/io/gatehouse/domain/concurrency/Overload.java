package io.gatehouse.domain.concurrency;

import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;

/**
 * Why a request is not forwarded: too many are in flight, and it cannot wait, or not any longer.
 *
 * @param limit whose limit it was
 * @param reason what became of its waiting
 */
public record Overload(WhoseLimit limit, Reason reason) {

    /** Whose limit was reached. */
    public enum WhoseLimit {
        /** The version has as many in flight as it takes. */
        SERVICE(Rejection.SERVICE_AT_LIMIT),
        /** Each host of the version has as many in flight as it takes. */
        HOSTS(Rejection.HOSTS_AT_LIMIT),
        /** The tenant has its share of the waiting line. */
        TENANT(Rejection.TENANT_AT_LINE_LIMIT);

        private final Rejection rejection;

        WhoseLimit(Rejection rejection) {
            this.rejection = rejection;
        }
    }

    /** What became of its waiting. */
    public enum Reason {
        LINE_FULL("No place is free among those who wait"),
        WAITED_TOO_LONG("It has waited for its turn for as long as it may"),
        LESS_IMPORTANT("A more important request has taken its place among those who wait");

        private final String words;

        Reason(String words) {
            this.words = words;
        }
    }

    /** The refusal, with a second to wait before trying again. */
    public Refusal refusal() {
        return Refusal.of(limit.rejection, reason.words).with("Retry-After", "1");
    }
}
