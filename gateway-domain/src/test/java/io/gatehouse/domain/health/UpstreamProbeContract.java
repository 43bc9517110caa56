package io.gatehouse.domain.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.service.HostAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every {@link UpstreamProbe} must do; an adapter's test extends this and provides hosts to probe. */
public abstract class UpstreamProbeContract {

    /** How much later than its time-out a result may come, and how long an answer may take, on a busy machine. */
    protected static final Duration MOMENT = Duration.ofSeconds(30);

    /** The probe to be tested. */
    protected abstract UpstreamProbe probe();

    /** How long the contract's probes wait for silent hosts. */
    protected Duration timeout() {
        return Duration.ofSeconds(1);
    }

    /** A host that answers with this status and a short body. */
    protected abstract HostAddress answering(int status);

    /** A host that takes requests and never answers. */
    protected abstract HostAddress silent();

    /** An address where nothing listens. */
    protected abstract HostAddress absent();

    @Test
    void findsHostsWellThatAnswerWith200To399() throws InterruptedException {
        for (int status : new int[] {200, 204, 301, 399}) {
            assertThat(result(answering(status)).failure())
                    .as("status %d", status)
                    .isNull();
        }
    }

    @Test
    void findsHostsSickThatAnswerOtherwise() throws InterruptedException {
        for (int status : new int[] {400, 404, 500, 503}) {
            assertThat(result(answering(status)).failure())
                    .as("status %d", status)
                    .isNotBlank()
                    .contains(String.valueOf(status));
        }
    }

    @Test
    void findsAbsentHostsSick() throws InterruptedException {
        assertThat(result(absent()).failure()).isNotBlank();
    }

    @Test
    void findsSilentHostsSickWhenTheTimeoutIsOver() throws InterruptedException {
        long begun = System.nanoTime();
        assertThat(result(impatiently(silent())).failure()).isNotBlank();
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isLessThan(timeout().plus(MOMENT));
    }

    @Test
    void returnsAtOnce() {
        HostAddress host = silent();
        long begun = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            probe().probe(target(host), result -> {});
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as("less than one of them takes")
                .isLessThan(MOMENT);
    }

    @Test
    void reportsExactlyOnceWhenProbesRunSideBySide() throws InterruptedException {
        List<ProbeTarget> targets =
                List.of(target(answering(200)), target(answering(500)), target(absent()), impatiently(silent()));
        var results = new LinkedBlockingQueue<ProbeResult>();
        for (int i = 0; i < 40; i++) {
            probe().probe(targets.get(i % targets.size()), results::add);
        }
        var taken = new ArrayList<ProbeResult>();
        for (int i = 0; i < 40; i++) {
            taken.add(results.poll(MOMENT.toMillis(), TimeUnit.MILLISECONDS));
        }
        assertThat(taken).doesNotContainNull();
        assertThat(taken.stream().filter(result -> result.failure() == null)).hasSize(10);
        assertThat(results.poll(timeout().toMillis(), TimeUnit.MILLISECONDS))
                .as("a second report")
                .isNull();
    }

    /** Probes a host and waits for the result. */
    protected ProbeResult result(HostAddress host) throws InterruptedException {
        return result(target(host));
    }

    /** Probes a target and waits for the result. */
    protected ProbeResult result(ProbeTarget target) throws InterruptedException {
        var results = new LinkedBlockingQueue<ProbeResult>();
        probe().probe(target, results::add);
        ProbeResult result = results.poll(target.timeout().plus(MOMENT).toMillis(), TimeUnit.MILLISECONDS);
        assertThat(result).as("the result of probing %s", target).isNotNull();
        return result;
    }

    /** The target at a host that answers, or refuses, however busy the machine is. */
    protected ProbeTarget target(HostAddress host) {
        return new ProbeTarget(host, "/heartbeat", MOMENT);
    }

    /** The target at a host that will not answer. */
    protected ProbeTarget impatiently(HostAddress host) {
        return new ProbeTarget(host, "/heartbeat", timeout());
    }
}
