package io.gatehouse.benchmarks.quota;

import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.quota.RateLimit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.ThreadParams;

/** The callers of one thread, who take turns: the same for every thread, each thread beginning elsewhere. */
@State(Scope.Thread)
public class Callers {

    /** How many take turns. */
    @Param("1024")
    public int callers = 1024;

    private CounterKey[] counters = {};
    private RateLimit[] limits = {};
    private int next;

    /** Names them, as the stages do. */
    @Setup
    public void name(BenchmarkParams benchmark, ThreadParams thread) {
        Algorithm algorithm = Algorithm.valueOf(benchmark.getParam("algorithm"));
        counters = new CounterKey[callers];
        limits = new RateLimit[callers];
        for (int n = 0; n < callers; n++) {
            limits[n] = algorithm.limit(n);
            counters[n] = new CounterKey("strict/" + limits[n].form(), "tenant-" + n, null);
        }
        next = thread.getThreadIndex() * callers / thread.getThreadCount();
    }

    /** One permit for the next caller. */
    QuotaDecision take(QuotaLedger ledger) {
        next = (next + 1) % callers;
        return take(ledger, next);
    }

    /** One permit for this caller. */
    QuotaDecision take(QuotaLedger ledger, int caller) {
        QuotaDecision decision = ledger.takeAtOnce(limits[caller], counters[caller], 1);
        return decision == null ? ledger.take(limits[caller], counters[caller], 1) : decision;
    }
}
