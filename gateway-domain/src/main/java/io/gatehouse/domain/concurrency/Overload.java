package io.gatehouse.domain.concurrency;

import io.gatehouse.domain.rejection.Rejection;
import org.jspecify.annotations.Nullable;

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
        SERVICE,
        /** Each host of the version has as many in flight as it takes. */
        HOSTS,
        /** The tenant has its share of the waiting line. */
        TENANT;

        /** Whose limit this code tells of; null if it is another code. */
        public static @Nullable WhoseLimit of(@Nullable Rejection rejection) {
            if (rejection == null) {
                return null;
            }
            return switch (rejection) {
                case SERVICE_AT_LIMIT -> SERVICE;
                case HOSTS_AT_LIMIT -> HOSTS;
                case TENANT_AT_LINE_LIMIT -> TENANT;
                default -> null;
            };
        }
    }

    /** What became of its waiting. */
    public enum Reason {
        LINE_FULL("No place is free among those who wait"),
        SHARE_USED("The tenant has its share of those who wait"),
        WAITED_TOO_LONG("It has waited for its turn for as long as it may"),
        LESS_IMPORTANT("A more important request has taken its place among those who wait");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        /** What clients may read of it. */
        public String words() {
            return words;
        }
    }
}
