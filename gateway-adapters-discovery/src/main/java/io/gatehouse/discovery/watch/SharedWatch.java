package io.gatehouse.discovery.watch;

import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.time.Timer;
import io.gatehouse.domain.upstream.HostDiscovery;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The watch of one question: asks round by round, believes that there are no hosts only when the source says so twice, and tells
 * everybody who takes part. Reports take turns under its lock; leaving and ending take none, as who leaves may hold one that a report
 * waits for.
 */
final class SharedWatch {

    /** Between the first time that a source knows no hosts and the second. */
    static final Duration CONFIRMATION = Duration.ofMillis(300);

    static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private static final Comparator<Host> ORDER = Comparator.comparingInt(Host::priority)
            .thenComparing(host -> host.address().host())
            .thenComparing(host -> host.address().port());

    private final HostQuery query;
    private final Timer timer;
    private final Executor threads;
    private final List<Member> members = new CopyOnWriteArrayList<>();
    private final AtomicReference<Timer.@Nullable Cancellation> scheduled = new AtomicReference<>();
    private final Object asking = new Object();
    private volatile boolean ended;
    private boolean closed;

    private @Nullable List<Host> hosts;
    private @Nullable String failure;
    private boolean begun;
    private boolean emptyOnce;
    private boolean afresh;
    private int failures;

    /** One who takes part; compared by identity, as the same receiver may take part twice. */
    static final class Member {
        private final HostDiscovery.Receiver receiver;

        Member(HostDiscovery.Receiver receiver) {
            this.receiver = receiver;
        }
    }

    SharedWatch(HostQuery query, Timer timer, Executor threads) {
        this.query = query;
        this.timer = timer;
        this.threads = threads;
    }

    void add(Member member) {
        members.add(member);
    }

    /** Takes one out; true if that was the last, with whom the watch ends. */
    boolean removeLast(Member member) {
        if (members.remove(member) && members.isEmpty()) {
            end();
            return true;
        }
        return false;
    }

    void end() {
        ended = true;
        Timer.Cancellation waiting = scheduled.getAndSet(null);
        if (waiting != null) {
            waiting.cancel();
        }
        threads.execute(this::close);
    }

    private void close() {
        synchronized (asking) {
            if (!closed) {
                closed = true;
                query.close();
            }
        }
    }

    /** Tells one who has joined what is known, and begins to ask if this is the first. */
    synchronized void greet(Member member) {
        if (hosts != null) {
            member.receiver.hosts(hosts);
        }
        if (failure != null) {
            member.receiver.failed(failure);
        }
        if (!begun) {
            begun = true;
            threads.execute(this::ask);
        }
    }

    private void ask() {
        scheduled.set(null);
        boolean now;
        synchronized (this) {
            now = afresh;
        }
        var round = new Asked();
        synchronized (asking) {
            if (ended) {
                return;
            }
            try {
                query.ask(round, now);
            } catch (RuntimeException defect) {
                round.failed("defect of the discovery: " + defect);
            }
        }
    }

    private void askAfter(Duration pause) {
        if (pause.isZero()) {
            threads.execute(this::ask);
            return;
        }
        scheduled.set(timer.after(pause, () -> threads.execute(this::ask)));
        if (ended) {
            end();
        }
    }

    /** One round; its reports count while it is not over. */
    private final class Asked implements HostQuery.Round {

        private boolean over;

        @Override
        public boolean found(List<Host> all) {
            synchronized (SharedWatch.this) {
                if (over || ended) {
                    return false;
                }
                if (all.isEmpty() && !emptyOnce) {
                    emptyOnce = true;
                    afresh = true;
                    over = true;
                    askAfter(CONFIRMATION);
                    return false;
                }
                emptyOnce = all.isEmpty();
                afresh = false;
                take(all);
                return true;
            }
        }

        @Override
        public void problem(String reason) {
            synchronized (SharedWatch.this) {
                if (!over && !ended) {
                    tell(reason);
                }
            }
        }

        @Override
        public void next(Duration pause) {
            synchronized (SharedWatch.this) {
                if (!over && !ended) {
                    over = true;
                    failures = 0;
                    askAfter(pause);
                }
            }
        }

        @Override
        public void failed(String reason) {
            synchronized (SharedWatch.this) {
                if (!over && !ended) {
                    over = true;
                    tell(reason);
                    askAfter(growing());
                }
            }
        }
    }

    /** Doubled from one failure to the next, and shortened by up to half, so that not all who lost a source return at once. */
    private Duration growing() {
        long most = Math.min(LONGEST_PAUSE.toMillis(), SHORTEST_PAUSE.toMillis() << Math.min(failures, 10));
        failures++;
        return Duration.ofMillis(most - ThreadLocalRandom.current().nextLong(most / 2 + 1));
    }

    private void take(List<Host> all) {
        List<Host> usable = all.stream()
                .filter(host -> host.address().isValid())
                .distinct()
                .sorted(ORDER)
                .toList();
        int unusable =
                (int) all.stream().filter(host -> !host.address().isValid()).count();
        if (usable.isEmpty() && unusable > 0) {
            tell("none of " + all.size() + " hosts has an address and a port");
            return;
        }
        String wrong = unusable == 0 ? null : unusable + " of " + all.size() + " hosts have no address and port";
        if (!usable.equals(hosts) || !Objects.equals(failure, wrong)) {
            hosts = usable;
            failure = null;
            members.forEach(member -> member.receiver.hosts(usable));
            if (wrong != null) {
                tell(wrong);
            }
        }
    }

    /** Said once, until something else is wrong or all is well again. */
    private void tell(String reason) {
        if (!reason.equals(failure)) {
            failure = reason;
            members.forEach(member -> member.receiver.failed(reason));
        }
    }
}
