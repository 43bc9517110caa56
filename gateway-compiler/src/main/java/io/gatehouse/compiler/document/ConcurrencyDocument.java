package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Disableable;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Percentage;
import io.gatehouse.configuration.Range;
import io.gatehouse.configuration.Shorthand;
import io.gatehouse.domain.service.ConcurrencyPolicy;
import io.gatehouse.domain.service.ConcurrencyPolicy.Bounds;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How many requests are forwarded at a time, by this gateway. */
public record ConcurrencyDocument(
        @Described("Requests of one version in flight: a number, or {min: 10, max: 200} to follow the latency.")
        @Nullable
        @Shorthand
        InFlightDocument limit,

        @Described("Requests in flight on one host: a number, or {min: 5, max: 50} to follow the latency.") @Nullable
        InFlightDocument hostLimit,

        @Described("Those who wait for a place; off to refuse them at once.") @Default({}) @Disableable @Nullable
        QueueDocument queue,

        Origin origin) {

    public ConcurrencyDocument {
        if (limit == null && hostLimit == null) {
            throw new MalformedValue("limit or host-limit, or both");
        }
    }

    /** What it means. */
    public ConcurrencyPolicy compiled() {
        int length = queue == null ? 0 : queue.length();
        return new ConcurrencyPolicy(
                limit == null ? null : limit.compiled(),
                hostLimit == null ? null : hostLimit.compiled(),
                length,
                queue == null ? Duration.ZERO : queue.timeout(),
                queue == null ? 0 : (int) Math.max(1, queue.tenantShare().of(length)),
                origin);
    }

    /** A limit that is a number, or one that moves between two. */
    public record InFlightDocument(
            @Described("The limit, where it does not move.") @Nullable @Shorthand @Range(min = 1, max = 1_000_000)
            Integer fixed,

            @Described("The least, where it follows the latency; without it 5, or max if that is less.")
            @Nullable
            @Range(min = 1, max = 1_000_000)
            Integer min,

            @Described("The most, where it follows the latency.") @Nullable @Range(min = 2, max = 1_000_000)
            Integer max,

            Origin origin) {

        private static final int USUAL_MIN = 5;

        public InFlightDocument {
            if ((fixed == null) == (max == null) || (fixed != null && min != null)) {
                throw new MalformedValue("a number, or a mapping with max and min");
            }
            if (min != null && max != null && min >= max) {
                throw new MalformedValue("a max above min");
            }
        }

        private Bounds compiled() {
            if (fixed != null || max == null) {
                int most = fixed == null ? 1 : fixed;
                return new Bounds(most, most);
            }
            return new Bounds(min == null ? Math.min(USUAL_MIN, max - 1) : min, max);
        }
    }

    /** The waiting line of one version. */
    public record QueueDocument(
            @Described("How many wait at most.") @Default("100") @Range(min = 1, max = 100_000)
            int length,

            @Described("How long a request waits at most.") @Default("1s")
            Duration timeout,

            @Described("The share of the line that one tenant takes at most, callers without a key together as well.")
            @Default("50%")
            Percentage tenantShare,

            Origin origin) {}
}
