package io.gatehouse.benchmarks.load.generator;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** {@code wrk} for closed loops where it is installed, as it takes least of the processor; our own client for all else. */
public final class BestLoad implements LoadGenerator {

    private final @Nullable Wrk wrk;
    private final BuiltInLoad own;

    public BestLoad(@Nullable Wrk wrk, BuiltInLoad own) {
        this.wrk = wrk;
        this.own = own;
    }

    @Override
    public Load ask(int port, Workload workload, Duration time, Begun begun) throws IOException, InterruptedException {
        LoadGenerator chosen = wrk == null || workload.isOpen() ? own : wrk;
        return chosen.ask(port, workload, time, begun);
    }

    @Override
    public long cpuNanos() {
        return own.cpuNanos();
    }

    @Override
    public void settle() throws IOException, InterruptedException {
        own.settle();
    }
}
