package io.gatehouse.benchmarks.load.round;

import io.gatehouse.benchmarks.load.generator.LoadGenerator;
import io.gatehouse.benchmarks.load.generator.LoadGenerator.Load;
import io.gatehouse.benchmarks.load.process.Child;
import io.gatehouse.benchmarks.load.process.ProcessReadiness;
import io.gatehouse.benchmarks.load.proxy.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Measures one proxy for a while. */
public final class Meter {

    /** With so many connections a proxy is busy for a while after they have been opened or closed. */
    private static final int MANY = 1000;

    private final CpuTime cpu;
    private final MachineTime machine;
    private final LoadGenerator generator;
    private final Child backend;
    private final Duration time;

    public Meter(CpuTime cpu, MachineTime machine, LoadGenerator generator, Child backend, Duration time) {
        this.cpu = cpu;
        this.machine = machine;
        this.generator = generator;
        this.backend = backend;
        this.time = time;
    }

    /** Asks the proxy, and reads the clocks when connections are open and when time is over. */
    public Sample measure(Spot spot, int round) throws IOException, InterruptedException {
        var begin = new Begin(spot);
        Load load = generator.ask(spot.target().port(), spot.workload(), time, begin);
        Reading after = read(spot.target());
        Reading before = begin.reading();
        var figures = new TreeMap<String, Double>();
        figures.put(Figure.RATE.key(), round(load.requestsPerSecond(), 1));
        figures.put(Figure.P50.key(), (double) load.p50Micros());
        figures.put(Figure.P99.key(), (double) load.p99Micros());
        figures.put(Figure.P999.key(), (double) load.p999Micros());
        figures.put(Figure.ERRORS.key(), (double) load.errors());
        if (load.requests() > 0) {
            figures.put(Figure.CPU.key(), round(CpuTime.between(before.proxy, after.proxy) / 1e3 / load.requests(), 3));
        }
        if (before.machine.isPresent() && after.machine.isPresent()) {
            long all = after.machine.getAsLong() - before.machine.getAsLong();
            long ours = after.ours - before.ours;
            figures.put(
                    Figure.OTHER.key(), round(Math.max(0, (double) (all - ours) / (after.moment - before.moment)), 3));
        }
        if (spot.target().kind().onJvm()) {
            double pause = SafepointLog.longestMillis(spot.target().safepoints(), before.logged);
            figures.put(Figure.PAUSE.key(), round(pause, 3));
        }
        awaitAnswer(spot);
        begin.meanwhile().ifPresent(millis -> figures.put(Figure.RELOAD.key(), round(millis, 1)));
        return new Sample(spot.curve(), spot.contestant(), spot.x(), round, figures);
    }

    /**
     * Returns when the proxy gives an answer to who connects now: it has taken all connections before this one then, and is done with those
     * that were closed. At once where there are few connections.
     */
    private static void awaitAnswer(Spot spot) throws IOException, InterruptedException {
        if (spot.workload().connections() > MANY) {
            Target target = spot.target();
            ProcessReadiness.await(target.port(), spot.workload().asks().get(0), target.child());
        }
    }

    private static double round(double number, int decimals) {
        double unit = Math.pow(10, decimals);
        return Math.round(number * unit) / unit;
    }

    private Reading read(Target target) {
        ProcessHandle proxy = target.child().process().toHandle();
        long rest = cpu.ofSelfAndEnded() + cpu.ofTree(backend.process().toHandle()) + generator.cpuNanos();
        return new Reading(
                cpu.byThread(proxy),
                cpu.ofTree(proxy) + rest,
                System.nanoTime(),
                machine.nanos(),
                SafepointLog.end(target.safepoints()));
    }

    /** Reads the clocks, and begins what is to happen under load. */
    private final class Begin implements LoadGenerator.Begun {

        private final Spot spot;
        private @Nullable Reading reading;
        private CompletableFuture<OptionalDouble> meanwhile = CompletableFuture.completedFuture(OptionalDouble.empty());

        Begin(Spot spot) {
            this.spot = spot;
        }

        @Override
        public void connected() throws IOException, InterruptedException {
            awaitAnswer(spot);
            reading = read(spot.target());
            meanwhile = CompletableFuture.supplyAsync(() -> {
                try {
                    return spot.meanwhile().during(time.toNanos());
                } catch (IOException | InterruptedException e) {
                    throw new CompletionException(e);
                }
            });
        }

        Reading reading() {
            Reading taken = reading;
            if (taken == null) {
                throw new IllegalStateException("the load generator did not say when it began");
            }
            return taken;
        }

        OptionalDouble meanwhile() {
            return meanwhile.join();
        }
    }

    /** Processor time so far of the proxy, of all of this run, and of the whole machine; how long the log of safepoints is. */
    private record Reading(Map<Long, Long> proxy, long ours, long moment, OptionalLong machine, long logged) {}
}
