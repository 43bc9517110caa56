package io.gatehouse.domain.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.service.LoadBalancing;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConcurrentChoiceTest {

    private static final int CHOOSERS = 4;
    private static final int FLIPS = 2_000;
    private static final int HOSTS = 12;

    /**
     * Which flip keeps a host out right now, -1 for none: told only after the group has heard of it, and withdrawn before
     * it hears of the end.
     */
    private final AtomicInteger sick = new AtomicInteger(-1);

    @ParameterizedTest
    @EnumSource(LoadBalancing.class)
    void neverChoosesAHostThatIsKnownToBeSick(LoadBalancing balancing) throws InterruptedException {
        int[] weights = new int[HOSTS];
        java.util.Arrays.setAll(weights, i -> 1 + i % 3);
        UpstreamGroup group = Groups.of(balancing, weights);
        Queue<String> mistakes = new ConcurrentLinkedQueue<>();
        var chosen = new AtomicLong();
        var running = new CountDownLatch(CHOOSERS);
        var stop = new CountDownLatch(1);
        List<Thread> choosers = new ArrayList<>();
        for (int i = 0; i < CHOOSERS; i++) {
            choosers.add(start(() -> {
                running.countDown();
                while (stop.getCount() > 0) {
                    chooseOnce(group, mistakes);
                    chosen.incrementAndGet();
                }
            }));
        }
        assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
        flip(group, chosen);
        stop.countDown();
        for (Thread chooser : choosers) {
            chooser.join(10_000);
        }
        assertThat(mistakes).isEmpty();
        assertThat(chosen.get()).isGreaterThan(FLIPS);
        assertThat(group.hosts()).allMatch(host -> host.inFlight() == 0 && host.healthy());
    }

    private void chooseOnce(UpstreamGroup group, Queue<String> mistakes) {
        int before = sick.get();
        Attempt attempt = group.begin(TriedHosts.NONE);
        if (attempt == null) {
            mistakes.add("no host chosen");
            return;
        }
        boolean isSick = before >= 0 && attempt.host() == group.hosts().get(before % HOSTS);
        if (isSick && sick.get() == before) {
            mistakes.add("chose " + attempt.host().address() + " while it was sick");
        }
        attempt.end();
    }

    /** Sickens one host after the other, each until some choices have been made. */
    private void flip(UpstreamGroup group, AtomicLong chosen) {
        for (int n = 0; n < FLIPS; n++) {
            UpstreamHost host = group.hosts().get(n % HOSTS);
            group.health(host, "refused");
            sick.set(n);
            long until = chosen.get() + CHOOSERS;
            while (chosen.get() < until) {
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
