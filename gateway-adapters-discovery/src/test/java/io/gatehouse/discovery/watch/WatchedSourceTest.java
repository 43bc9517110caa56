package io.gatehouse.discovery.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Origin;
import io.gatehouse.discovery.fixture.HeardReports;
import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.HostSource;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.domain.time.ManualTimer;
import io.gatehouse.domain.upstream.HostDiscovery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchedSourceTest {

    private static final VersionKey VERSION = new VersionKey("orders", VersionNumber.parse("1"));

    private final ManualTimer timer = new ManualTimer();
    private final List<ScriptedQuery> queries = new ArrayList<>();
    private final HeardReports reports = new HeardReports();
    private final WatchedSource source = new WatchedSource(this::query, () -> {}, timer, Runnable::run);

    private record Question(String name) {}

    private HostQuery query(Record question) {
        var query = new ScriptedQuery();
        queries.add(query);
        return query;
    }

    private HostDiscovery.Watch watch(String name, HostDiscovery.Receiver receiver) {
        return source.watch(
                VERSION, new HostSource.Discovered("scripted", new Question(name), Origin.of("test")), receiver);
    }

    private static List<Host> hosts(String... names) {
        return Arrays.stream(names)
                .map(name -> new Host(new HostAddress(false, name, 80), 1))
                .toList();
    }

    @Test
    void asksOnceForAllWhoAskTheSame() throws Exception {
        HostDiscovery.Watch first = watch("a", reports);
        queries.get(0).round().found(hosts("x"));
        var second = new HeardReports();
        HostDiscovery.Watch other = watch("a", second);
        watch("b", new HeardReports());
        assertThat(second.next()).isEqualTo("x:80*1");
        assertThat(queries).hasSize(2);
        first.close();
        first.close();
        assertThat(queries.get(0).closed()).isZero();
        other.close();
        assertThat(queries.get(0).closed()).isEqualTo(1);
        assertThat(source.size()).isEqualTo(1);
        source.close();
        assertThat(queries.get(1).closed()).isEqualTo(1);
        assertThat(source.size()).isZero();
    }

    @Test
    void endsWhatWaitsAlongWithTheWatch() {
        HostDiscovery.Watch watch = watch("a", reports);
        queries.get(0).round().next(Duration.ofSeconds(5));
        watch.close();
        assertThat(timer.waiting()).isEmpty();
        queries.get(0).round().found(hosts("x"));
        assertThat(reports.left()).isEmpty();
    }

    @Test
    void pausesGrowToABoundAndBeginAnewOnceAllIsWell() {
        watch("a", reports);
        long most = 200;
        for (int n = 0; n < 12; n++) {
            queries.get(0).round().failed("away");
            long bound = Math.min(most, 15_000);
            Duration pause = timer.waiting().get(0);
            assertThat(pause.toMillis()).as("pause %s", n).isBetween(bound / 2, bound);
            timer.advance(pause);
            most *= 2;
        }
        assertThat(reports.left()).containsExactly("failed: away");
        assertThat(queries.get(0).rounds()).isEqualTo(13);
        queries.get(0).round().next(Duration.ofSeconds(1));
        timer.advance(Duration.ofSeconds(1));
        queries.get(0).round().failed("away");
        assertThat(timer.waiting().get(0).toMillis()).isLessThanOrEqualTo(200);
    }

    @Test
    void aRoundThatIsOverCountsNoMore() {
        watch("a", reports);
        HostQuery.Round over = queries.get(0).round();
        over.next(Duration.ofSeconds(1));
        assertThat(over.found(hosts("x"))).isFalse();
        over.problem("late");
        over.failed("late");
        over.next(Duration.ofSeconds(1));
        assertThat(timer.waiting()).hasSize(1);
        assertThat(reports.left()).isEmpty();
    }

    @Test
    void aDefectOfAQueryIsAFailure() throws Exception {
        var broken = new WatchedSource(
                question -> new HostQuery() {
                    @Override
                    public void ask(Round round, boolean afresh) {
                        throw new IllegalStateException("no luck");
                    }

                    @Override
                    public void close() {}
                },
                () -> {},
                timer,
                Runnable::run);
        broken.watch(VERSION, new HostSource.Discovered("scripted", new Question("a"), Origin.of("test")), reports);
        assertThat(reports.next())
                .isEqualTo("failed: defect of the discovery: java.lang.IllegalStateException: no luck");
        assertThat(timer.waiting()).hasSize(1);
    }

    @Test
    void whoLeavesMayHoldWhatAReportWaitsFor() throws Exception {
        var lock = new Object();
        var reporting = new CountDownLatch(1);
        HostDiscovery.Watch watch = watch("a", new HostDiscovery.Receiver() {
            @Override
            public void hosts(List<Host> all) {
                reporting.countDown();
                synchronized (lock) {
                    reports.hosts(all);
                }
            }

            @Override
            public void failed(String reason) {
                reports.failed(reason);
            }
        });
        var reporter = new Thread(() -> queries.get(0).round().found(hosts("x")), "reporter");
        synchronized (lock) {
            reporter.start();
            assertThat(reporting.await(30, TimeUnit.SECONDS)).isTrue();
            watch.close();
        }
        reporter.join(30_000);
        assertThat(reporter.isAlive()).isFalse();
        assertThat(queries.get(0).closed()).isEqualTo(1);
    }

    /** Random rounds, told also to a plain model of what is to be known. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatIsKnownIsWhatAModelKnows(long seed) {
        var random = new Random(seed);
        var known = new Known();
        watch("a", known);
        ScriptedQuery query = queries.get(0);
        @Nullable List<Host> hosts = null;
        @Nullable String failure = null;
        boolean doubt = false;
        for (int n = 0; n < 2_000; n++) {
            String step = "seed " + seed + ", step " + n;
            int rounds = query.rounds();
            HostQuery.Round round = query.round();
            switch (random.nextInt(4)) {
                case 0 -> {
                    List<Host> found = random.nextInt(3) == 0 ? hosts() : hosts("h" + random.nextInt(3));
                    boolean believed = !found.isEmpty() || doubt;
                    assertThat(round.found(found)).as(step).isEqualTo(believed);
                    doubt = found.isEmpty();
                    if (believed) {
                        hosts = found;
                        failure = null;
                        round.next(Duration.ofMillis(random.nextInt(3)));
                    }
                }
                case 1 -> {
                    failure = "f" + random.nextInt(3);
                    round.failed(failure);
                }
                case 2 -> {
                    failure = "p" + random.nextInt(3);
                    round.problem(failure);
                    round.next(Duration.ZERO);
                }
                default -> round.next(Duration.ofMillis(random.nextInt(2)));
            }
            timer.advance(SharedWatch.LONGEST_PAUSE);
            assertThat(query.rounds()).as(step).isEqualTo(rounds + 1);
            assertThat(known.hosts).as(step).isEqualTo(hosts);
            assertThat(known.failure).as(step).isEqualTo(failure);
        }
        assertThat(known.repeated).as("reports that say nothing new").isZero();
    }

    /** What somebody knows who has heard all reports: as the domain, takes hosts for the end of a failure. */
    private static final class Known implements HostDiscovery.Receiver {
        private @Nullable List<Host> hosts;
        private @Nullable String failure;
        private int repeated;

        @Override
        public void hosts(List<Host> all) {
            repeated += all.equals(hosts) && failure == null ? 1 : 0;
            hosts = all;
            failure = null;
        }

        @Override
        public void failed(String reason) {
            repeated += Objects.equals(reason, failure) ? 1 : 0;
            failure = reason;
        }
    }
}
