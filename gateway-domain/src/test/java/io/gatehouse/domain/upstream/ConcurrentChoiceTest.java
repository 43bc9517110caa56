package io.gatehouse.domain.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConcurrentChoiceTest {

    private static final int CHOOSERS = 3;
    private static final int HOSTS = 12;
    private static final int ENOUGH = 20_000;
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration OUT = Duration.ofNanos(20_000);

    /**
     * Which flip keeps a host out right now, -1 for none: told only after the group has heard of it, and withdrawn before
     * it hears of the end.
     */
    private final AtomicInteger sick = new AtomicInteger(-1);

    /** Choices that began and ended while the same host was out: those that could be wrong. */
    private final LongAdder observed = new LongAdder();

    private final Queue<String> mistakes = new ConcurrentLinkedQueue<>();
    private volatile boolean done;

    @ParameterizedTest
    @EnumSource(BuiltInStrategy.class)
    void neverChoosesAHostThatIsKnownToBeSick(BuiltInStrategy balancing) throws InterruptedException {
        int[] weights = new int[HOSTS];
        Arrays.setAll(weights, i -> 1 + i % 3);
        UpstreamGroup group = Groups.of(balancing, weights);
        List<Thread> choosers = new ArrayList<>();
        for (int i = 0; i < CHOOSERS; i++) {
            choosers.add(start(() -> {
                while (!done) {
                    chooseOnce(group);
                }
            }));
        }
        flipUntilEnoughIsObserved(group);
        done = true;
        for (Thread chooser : choosers) {
            chooser.join(10_000);
        }
        assertThat(mistakes).isEmpty();
        assertThat(observed.sum()).isGreaterThanOrEqualTo(ENOUGH);
        assertThat(group.hosts()).allMatch(host -> host.inFlight() == 0 && host.healthy());
    }

    private void chooseOnce(UpstreamGroup group) {
        int before = sick.get();
        HostPermit attempt = group.begin(TestBalancedRequest.GET, TriedHosts.NONE);
        if (attempt == null) {
            mistakes.add("no host chosen");
            return;
        }
        if (before >= 0 && sick.get() == before) {
            observed.increment();
            if (attempt.host() == group.hosts().get(before % HOSTS)) {
                mistakes.add("chose " + attempt.host().address() + " while it was sick");
            }
        }
        attempt.end(HostOutcome.UNUSED);
    }

    private void flipUntilEnoughIsObserved(UpstreamGroup group) {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        for (int n = 0; observed.sum() < ENOUGH && System.nanoTime() < deadline; n++) {
            UpstreamHost host = group.hosts().get(n % HOSTS);
            group.health(host, "refused");
            sick.set(n);
            long until = System.nanoTime() + OUT.toNanos();
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            sick.set(-1);
            group.health(host, null);
        }
    }

    private static Thread start(Runnable work) {
        var thread = new Thread(work, "chooser");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
