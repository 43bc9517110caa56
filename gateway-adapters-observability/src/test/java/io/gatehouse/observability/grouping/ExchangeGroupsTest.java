package io.gatehouse.observability.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.TestExchanges;
import io.gatehouse.domain.traffic.TrafficListener;
import io.gatehouse.domain.traffic.TrafficListenerContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Whatever is reported is counted once, together with what is like it. */
class ExchangeGroupsTest extends TrafficListenerContract {

    private static final List<Origin> RULES = List.of(new Origin("a.yml", 1, 1), new Origin("a.yml", 2, 1));

    private final ManualClock clock = new ManualClock();
    private final ExchangeGroups groups = new ExchangeGroups(clock);

    @Override
    protected TrafficListener listener() {
        return groups;
    }

    /** One whose thread has not begun. */
    @Override
    protected TrafficListener stalled() {
        return groups;
    }

    @Override
    protected long kept() {
        return groups.waiting();
    }

    @Override
    protected long mostKept() {
        return ExchangeGroups.MOST_WAITING;
    }

    /** Counts of everything that is told apart, by a name of it; several threads add. */
    private static final class Sums implements ExchangeGroups.GroupReader {

        private final Map<String, List<Long>> sums = new ConcurrentHashMap<>();

        @Override
        public void ended(ExchangeGroup group, long nowMillis) {
            long durations = 0;
            for (int i = 0; i < group.count(); i++) {
                durations += group.durationNanos(i);
            }
            long firstBytes = 0;
            for (int i = 0; i < group.responded(); i++) {
                firstBytes += group.firstByteNanos(i);
            }
            List<Long> more = List.of(
                    (long) group.count(),
                    group.bytesIn(),
                    group.bytesOut(),
                    group.upstreamMicros(),
                    durations,
                    (long) group.responded(),
                    firstBytes);
            sums.merge(name(group.latest()) + " " + group.endMillis(), more, Sums::added);
        }

        private static List<Long> added(List<Long> one, List<Long> other) {
            var sum = new ArrayList<Long>();
            for (int i = 0; i < one.size(); i++) {
                sum.add(one.get(i) + other.get(i));
            }
            return sum;
        }

        private static String name(ExchangeRecord one) {
            return one.caller().key() + " " + one.matched() + " "
                    + one.forwarding().upstream() + " " + one.decided().decidedBy() + " " + one.rejection() + " "
                    + one.status();
        }
    }

    /** Of some 2,000 kinds, some far more often than others. */
    private static ExchangeRecord random(Random random) {
        int status = List.of(200, 200, 200, 404, 503).get(random.nextInt(5));
        ExchangeRecord one = TestExchanges.get("/", status);
        one = TestExchanges.matched(one, "/r" + random.nextInt(4), "s" + random.nextInt(2));
        one = random.nextInt(4) == 0
                ? one
                : TestExchanges.ofTenant(one, "t" + (int) Math.abs(5 * random.nextGaussian()));
        one = TestExchanges.decidedBy(one, RULES.get(random.nextInt(RULES.size())));
        one = random.nextInt(5) == 0 ? TestExchanges.refused(one, Rejection.TOO_MANY_REQUESTS) : one;
        one = random.nextInt(5) == 0
                ? one
                : TestExchanges.forwarded(one, "http://h" + random.nextInt(3), random.nextInt(9_999_999) - 1, null);
        one = TestExchanges.sized(one, random.nextInt(3), random.nextInt(1_000));
        return TestExchanges.at(one, ManualClock.START_MILLIS + random.nextInt(3_000), random.nextInt(50_000_000));
    }

    /** Against readers that are told of each exchange alone, while somebody collects all the time. */
    @Test
    void countsEachExchangeOnceWhoeverReportsItAndWheneverItIsCollected() throws Exception {
        var counted = new Sums();
        var others = new Sums();
        var expected = new Sums();
        groups.tell(counted);
        groups.tellWhereThereIsRoom(others);
        int threads = 4;
        int each = 30_000;
        ExecutorService pool = Executors.newFixedThreadPool(threads + 1);
        try {
            List<Callable<Void>> works = new ArrayList<>();
            for (int seed = 1; seed <= threads; seed++) {
                var random = new Random(seed);
                works.add(() -> {
                    for (int i = 0; i < each; i++) {
                        ExchangeRecord one = random(random);
                        groups.ended(one);
                        expected.ended(ExchangeGroup.of(one), 0);
                    }
                    return null;
                });
            }
            works.add(() -> {
                for (int i = 0; i < 300; i++) {
                    groups.collect();
                }
                return null;
            });
            for (Future<Void> done : pool.invokeAll(works)) {
                done.get();
            }
        } finally {
            pool.shutdownNow();
        }
        groups.collect();

        assertThat(new TreeMap<>(counted.sums)).isEqualTo(new TreeMap<>(expected.sums));
        assertThat(others.sums.values().stream().mapToLong(sum -> sum.get(0)).sum() + groups.missed())
                .isEqualTo((long) threads * each);
    }

    @Test
    void handsOnWhatIsAlikeAsOne() {
        List<ExchangeGroup> got = new ArrayList<>();
        groups.tellWhereThereIsRoom((group, now) -> got.add(group));
        for (int i = 0; i < 3 * ExchangeGroup.MOST + 1; i++) {
            groups.ended(TestExchanges.ofTenant(TestExchanges.get("/" + i, 200), "acme"));
        }
        assertThat(got).as("before somebody collects, or the thread comes by").isEmpty();
        groups.collect();
        assertThat(got).extracting(ExchangeGroup::count).containsExactly(64, 64, 64, 1);
        assertThat(got.get(3).latest().request().path()).isEqualTo("/192");
        groups.collect();
        assertThat(got).hasSize(4);
    }

    /** So many find room beside one another, so hardly any push each other out. */
    @Test
    void addsUpWhatIsAlikeOfAThousandWhoComeInTurn() {
        List<ExchangeGroup> got = new ArrayList<>();
        groups.tell((group, now) -> got.add(group));
        for (int round = 0; round < 30; round++) {
            for (int tenant = 0; tenant < 1_000; tenant++) {
                groups.ended(TestExchanges.ofTenant(TestExchanges.get("/", 200), "tenant-" + tenant));
            }
        }
        groups.collect();

        assertThat(got).hasSizeLessThan(1_100);
        assertThat(got.stream().mapToInt(ExchangeGroup::count).sum()).isEqualTo(30_000);
    }

    /** What is exact never depends on anybody taking what waits. */
    @Test
    void tellsExactReadersItselfWhereThereIsNoRoom() {
        var exact = new Sums();
        var others = new Sums();
        groups.tell(exact);
        groups.tellWhereThereIsRoom(others);
        int calls = 3 * ExchangeGroups.MOST_WAITING;
        for (int i = 0; i < calls; i++) {
            groups.ended(TestExchanges.ofTenant(TestExchanges.get("/", 200), "t" + i));
        }
        assertThat(groups.waiting()).isEqualTo(ExchangeGroups.MOST_WAITING);
        assertThat(groups.missed()).isGreaterThan(ExchangeGroups.MOST_WAITING);
        groups.collect();
        assertThat(exact.sums).hasSize(calls);
        assertThat(others.sums).hasSize(calls - (int) groups.missed());
    }

    @Test
    void goesOnWhereAReaderFails() {
        var counted = new Sums();
        groups.tell((group, now) -> {
            throw new IllegalStateException("thrown on purpose, logged once");
        });
        groups.tell(counted);
        groups.ended(TestExchanges.get("/", 200));
        groups.collect();
        assertThat(counted.sums).hasSize(1);
    }
}
