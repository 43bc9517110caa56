package io.gatehouse.acme;

import io.gatehouse.acme.AcmeSettings.ChallengeKind;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;

/** When the certificate for one name is to be ordered next. Used on one thread; its problem may be read on any. */
final class HostRenewal {

    private static final Duration LONGEST_BAN = Duration.ofDays(7);

    private final String name;
    private final Pace pace;
    private boolean there;
    private int failures;
    private Instant earliest = Instant.MIN;
    private volatile @Nullable String problem;

    HostRenewal(String name, Pace pace) {
        this.name = name;
        this.pace = pace;
    }

    String name() {
        return name;
    }

    /** What is wrong, in one line; null if nothing is. */
    @Nullable
    String problem() {
        return problem;
    }

    /** When to order, given what is kept: at two thirds of its life, at once if there is none; but not before failures allow. */
    Instant due(@Nullable X509Certificate kept, Instant now) {
        there = kept != null;
        Instant wanted = kept == null ? now : twoThirds(kept);
        if (wanted.isAfter(now)) {
            failures = 0;
            problem = null;
        } else if (kept == null && failures == 0) {
            problem = "no certificate for " + name + " yet: it is being ordered";
        }
        return wanted.isAfter(earliest) ? wanted : earliest;
    }

    static Instant twoThirds(X509Certificate certificate) {
        Instant begin = certificate.getNotBefore().toInstant();
        Duration life = Duration.between(begin, certificate.getNotAfter().toInstant());
        return begin.plus(life.multipliedBy(2).dividedBy(3));
    }

    /** Another process is to order it. */
    void follows(boolean there) {
        problem = there ? null : "no certificate for " + name + " yet: the process that leads has to order it";
    }

    /** By which challenge it is tried now: by the next one after each failure. */
    ChallengeKind next(List<ChallengeKind> challenges) {
        return challenges.get(failures % challenges.size());
    }

    void succeeded(Instant now) {
        failures = 0;
        problem = null;
        earliest = now.plus(pace.again());
    }

    void failed(Throwable why, String text, Instant now, double chance) {
        failures++;
        Duration delay =
                (AuthorityFailure.isUnreachable(why) ? pace.unreachable() : pace.refused()).after(failures, chance);
        if (why instanceof AcmeRateLimitedException limited
                && limited.getRetryAfter().isPresent()) {
            Duration asked = Duration.between(now, limited.getRetryAfter().get());
            Duration bounded = asked.compareTo(LONGEST_BAN) > 0 ? LONGEST_BAN : asked;
            delay = bounded.compareTo(delay) > 0 ? bounded : delay;
        }
        earliest = now.plus(delay);
        problem = (there ? "the certificate for " + name + " could not be renewed" : "no certificate for " + name)
                + ", after " + failures + (failures == 1 ? " attempt: " : " attempts: ") + text + "; tried again at "
                + earliest;
    }
}
