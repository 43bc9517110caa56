package io.gatehouse.benchmarks.quota;

import io.gatehouse.domain.quota.Counter;
import io.gatehouse.domain.quota.Grant;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.quota.RateLimit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.ThreadParams;

/** The callers of one thread: 1,024 of them take turns, the same for every thread, each thread beginning elsewhere. */
@State(Scope.Thread)
public class Callers {

    static final int COUNT = 1_024;

    private final Counter[] counters = new Counter[COUNT];
    private final RateLimit[] limits = new RateLimit[COUNT];
    private int next;

    /** Names them, as the stages do. */
    @Setup
    public void name(BenchmarkParams benchmark, ThreadParams thread) {
        Algorithm algorithm = Algorithm.valueOf(benchmark.getParam("algorithm"));
        for (int n = 0; n < COUNT; n++) {
            limits[n] = algorithm.limit(n);
            counters[n] = new Counter("strict/" + limits[n].form(), "tenant-" + n, null);
        }
        next = thread.getThreadIndex() * COUNT / thread.getThreadCount();
    }

    /** One permit for the next caller. */
    Grant take(QuotaLedger ledger) {
        next = (next + 1) % COUNT;
        return take(ledger, next);
    }

    /** One permit for this caller. */
    Grant take(QuotaLedger ledger, int caller) {
        Grant grant = ledger.takeAtOnce(limits[caller], counters[caller], 1);
        return grant == null ? ledger.take(limits[caller], counters[caller], 1) : grant;
    }
}
