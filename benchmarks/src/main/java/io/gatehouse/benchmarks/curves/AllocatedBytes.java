package io.gatehouse.benchmarks.curves;

import io.gatehouse.benchmarks.load.generator.LoadGenerator;
import io.gatehouse.benchmarks.load.generator.LoadGenerator.Load;
import io.gatehouse.benchmarks.load.process.Children;
import io.gatehouse.benchmarks.load.proxy.Target;
import io.gatehouse.benchmarks.load.round.Figure;
import io.gatehouse.benchmarks.load.round.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the threads of a JVM have allocated since they began, by {@code jcmd}: to within a MiB for each thread. */
final class AllocatedBytes {

    private static final Pattern THREAD = Pattern.compile("allocated=([0-9.]+)([BKMGT])");
    private static final int ROUNDS = 3;
    private static final String UNITS = "BKMGT";

    private final Children children;
    private final Path jcmd;

    AllocatedBytes(Children children, Path java) {
        this.children = children;
        this.jcmd = java.resolveSibling("jcmd");
    }

    /** Whether this Java has a {@code jcmd}. */
    boolean canAsk() {
        return Files.isExecutable(jcmd);
    }

    /** Three times each contestant that runs on a JVM. */
    void measure(List<Target> targets, LoadGenerator generator, Duration slot, Consumer<Sample> sink)
            throws IOException, InterruptedException {
        for (int round = 1; round <= ROUNDS; round++) {
            for (Target target : targets) {
                if (target.kind().onJvm()) {
                    ProcessHandle process = target.child().process().toHandle();
                    double before = of(process);
                    Load load = generator.ask(target.port(), Workloads.get(target, Workloads.SMALL), slot, () -> {});
                    double each = Math.rint((of(process) - before) / load.requests());
                    var figures = Map.of(Figure.ALLOCATED.key(), each, Figure.ERRORS.key(), (double) load.errors());
                    sink.accept(new Sample(Curve.ALLOCATION.key(), target.kind().label(), 1, round, figures));
                }
            }
        }
    }

    private double of(ProcessHandle process) throws IOException, InterruptedException {
        var command = List.of(jcmd.toString(), Long.toString(process.pid()), "Thread.print", "-e");
        return sum(children.run("jcmd", command, Duration.ofSeconds(20)));
    }

    static double sum(String threads) {
        double sum = 0;
        for (Matcher thread = THREAD.matcher(threads); thread.find(); ) {
            sum += Double.parseDouble(thread.group(1)) * Math.pow(1024, UNITS.indexOf(thread.group(2)));
        }
        return sum;
    }
}
