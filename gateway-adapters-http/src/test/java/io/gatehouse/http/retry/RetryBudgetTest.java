package io.gatehouse.http.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryBudgetTest {

    private static final long SECOND = 1_000_000_000L;

    private final RetryBudget budget = new RetryBudget();

    @Test
    void letsThreeASecondBeTriedAgainHoweverFewRequestsThereAre() {
        assertThat(taken(1000, 0.2, 5 * SECOND)).isEqualTo(30);
        assertThat(taken(1000, 0.2, 14 * SECOND)).isZero();
        assertThat(taken(1000, 0.2, 15 * SECOND)).isEqualTo(30);
    }

    @Test
    void letsItsShareOfTheRequestsOfTheLastTenSecondsBeTriedAgain() {
        requests(1000, 0);
        requests(500, 9 * SECOND);

        assertThat(taken(1000, 0.2, 9 * SECOND)).isEqualTo(300);
        assertThat(taken(1000, 0.2, 10 * SECOND)).isZero();
        assertThat(taken(1000, 1, 10 * SECOND)).isEqualTo(200);
    }

    /** Every event is kept and looked through again, where the budget keeps counts. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void agreesWithAListOfAllThatHasHappened(long seed) {
        var random = new Random(seed);
        List<Long> requests = new ArrayList<>();
        List<Long> retries = new ArrayList<>();
        long now = -7 * SECOND + random.nextInt(1000);
        int yes = 0;
        for (int i = 0; i < 100_000; i++) {
            now += random.nextInt(100) == 0 ? random.nextInt(13) * SECOND / 2 : random.nextInt(2_000_000);
            forget(requests, now);
            forget(retries, now);
            if (random.nextInt(4) > 0) {
                budget.requested(now);
                requests.add(Math.floorDiv(now, SECOND));
            } else {
                double share = random.nextInt(5) / 10.0;
                boolean may = retries.size() < Math.max(30, Math.floor(share * requests.size() + 1e-9));
                assertThat(budget.take(share, now)).as("event %d", i).isEqualTo(may);
                if (may) {
                    retries.add(Math.floorDiv(now, SECOND));
                    yes++;
                }
            }
        }
        assertThat(yes).isBetween(1000, 24_000);
    }

    @Test
    void isNeverOverspentByThreadsThatTakeAtOnce() throws Exception {
        requests(10_000, 0);
        Callable<Integer> takes = () -> taken(3000, 0.2, SECOND);
        var threads = Executors.newFixedThreadPool(4);
        int all = 0;
        for (var one : threads.invokeAll(List.of(takes, takes, takes, takes))) {
            all += one.get();
        }
        threads.shutdown();

        // Those that want the last one at the same time may all be refused; the next one is not.
        assertThat(all + taken(10, 0.2, SECOND)).isEqualTo(2000);
    }

    private void requests(int count, long now) {
        for (int i = 0; i < count; i++) {
            budget.requested(now);
        }
    }

    private int taken(int wanted, double share, long now) {
        int taken = 0;
        for (int i = 0; i < wanted; i++) {
            taken += budget.take(share, now) ? 1 : 0;
        }
        return taken;
    }

    private static void forget(List<Long> events, long now) {
        long oldest = Math.floorDiv(now, SECOND) - 9;
        int gone = 0;
        while (gone < events.size() && events.get(gone) < oldest) {
            gone++;
        }
        events.subList(0, gone).clear();
    }
}
