package io.gatehouse.domain.upstream;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.service.OutlierPolicy;
import io.gatehouse.domain.time.GatewayClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides which hosts of a group are left out as their calls fail, and when they are taken back.
 *
 * <p>What is asked for every call takes no lock; the rest is called with the lock of the group.
 */
final class OutlierDetection {

    private static final long NEVER = Long.MAX_VALUE;

    private final GatewayClock clock;
    private final AtomicLong nextReturn = new AtomicLong(NEVER);
    private volatile @Nullable OutlierPolicy policy;
    private volatile boolean hasRoom;

    OutlierDetection(GatewayClock clock) {
        this.clock = clock;
    }

    void goBy(@Nullable OutlierPolicy next) {
        policy = next;
    }

    /** Counts what became of a call; true if the host is to be ejected. Takes no lock. */
    boolean isOutlier(UpstreamHost host, HostOutcome outcome) {
        OutlierPolicy by = policy;
        if (by == null) {
            return false;
        }
        if (outcome.isFailureOfHost()) {
            return host.failedAgain() >= by.consecutiveFailures() && hasRoom && host.ejection() == null;
        }
        if (outcome instanceof HostOutcome.Responded) {
            host.succeeded();
        }
        return false;
    }

    /** Whether some host is to be taken back now; true for one caller only, who sees to it. Takes no lock. */
    boolean isReturnDue() {
        long next = nextReturn.get();
        return next != NEVER && clock.nanoTime() - next >= 0 && nextReturn.compareAndSet(next, NEVER);
    }

    /** Ejects a host if so many may be left out, and another one is left to serve. */
    @Nullable
    Ejection eject(UpstreamHost host, List<UpstreamHost> hosts, HostOutcome last) {
        OutlierPolicy by = policy;
        if (by == null || !isServing(host) || !hosts.contains(host) || !hasRoom(by, hosts)) {
            return null;
        }
        long now = clock.nanoTime();
        int inARow = host.ejectionsUpTo(now) + 1;
        String why = host.failedInARow() + " failures in a row, the last: " + last.inWords();
        var ejection = new Ejection(why, clock.epochMillis(), now, length(by, inARow), inARow);
        host.eject(ejection);
        return ejection;
    }

    private static long length(OutlierPolicy by, int inARow) {
        long first = by.ejectFor().toNanos();
        Duration longest = by.atLongest();
        if (longest == null) {
            return first;
        }
        long most = Math.max(first, longest.toNanos());
        long length = first;
        for (int n = 1; n < inARow && length < most; n++) {
            length = length > most / 2 ? most : 2 * length;
        }
        return length;
    }

    /** Takes back those whose time is up, and those that are more than may be left out; returns them. */
    List<UpstreamHost> revise(List<UpstreamHost> hosts) {
        OutlierPolicy by = policy;
        long now = clock.nanoTime();
        long most = by == null ? 0 : by.atMost().of(meant(hosts));
        List<UpstreamHost> out = new ArrayList<>(
                hosts.stream().filter(host -> host.ejection() != null).toList());
        out.sort(Comparator.comparingLong(host -> leftNanos(host, now)));
        var back = new ArrayList<UpstreamHost>();
        while (!out.isEmpty() && (out.size() > most || leftNanos(out.get(0), now) <= 0)) {
            UpstreamHost host = out.remove(0);
            host.comesBack(by == null ? null : by.slowStart());
            back.add(host);
        }
        nextReturn.set(out.isEmpty() ? NEVER : now + leftNanos(out.get(0), now));
        hasRoom = by != null && hasRoom(by, hosts);
        return back;
    }

    /** Notes which hosts are left out, each with the place in the configuration that says so. */
    void describe(List<UpstreamHost> hosts, BiConsumer<Origin, String> notes) {
        OutlierPolicy by = policy;
        if (by == null) {
            return;
        }
        boolean any = false;
        for (UpstreamHost host : hosts) {
            Ejection ejection = host.ejection();
            if (ejection != null) {
                any = true;
                notes.accept(
                        by.origin(),
                        host.address() + " is ejected until " + Instant.ofEpochMilli(ejection.untilMillis()) + ": "
                                + ejection.why());
            }
        }
        if (!any) {
            notes.accept(
                    by.origin(),
                    "no host is ejected; one would be after " + by.consecutiveFailures() + " failures in a row");
        }
    }

    private static boolean hasRoom(OutlierPolicy by, List<UpstreamHost> hosts) {
        long out = hosts.stream().filter(host -> host.ejection() != null).count();
        return out < by.atMost().of(meant(hosts))
                && hosts.stream().filter(OutlierDetection::isServing).count() > 1;
    }

    private static int meant(List<UpstreamHost> hosts) {
        return (int) hosts.stream().filter(host -> !host.drained()).count();
    }

    private static boolean isServing(UpstreamHost host) {
        return !host.drained() && host.healthy() && host.ejection() == null;
    }

    private static long leftNanos(UpstreamHost host, long now) {
        Ejection ejection = host.ejection();
        return ejection == null ? 0 : ejection.untilNanos() - now;
    }
}
