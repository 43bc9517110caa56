package io.gatehouse.benchmarks.load;

import io.gatehouse.benchmarks.load.LoadOptions.Plan;
import io.gatehouse.benchmarks.load.backend.Backend;
import io.gatehouse.benchmarks.load.generator.BuiltInLoad;
import io.gatehouse.benchmarks.load.generator.LoadGenerator;
import io.gatehouse.benchmarks.load.generator.Wrk;
import io.gatehouse.benchmarks.load.process.Children;
import io.gatehouse.benchmarks.load.process.Cores;
import io.gatehouse.benchmarks.load.process.JavaCommand;
import io.gatehouse.benchmarks.load.proxy.Proxies;
import io.gatehouse.benchmarks.load.proxy.ProxyEnvironment;
import io.gatehouse.benchmarks.load.proxy.Target;
import io.gatehouse.benchmarks.load.round.CpuTime;
import io.gatehouse.benchmarks.load.round.CpuTime.ClockTicks;
import io.gatehouse.benchmarks.load.round.IdleGate;
import io.gatehouse.benchmarks.load.round.MachineTime;
import io.gatehouse.benchmarks.load.round.MeasuredSlot;
import io.gatehouse.benchmarks.load.round.Meter;
import io.gatehouse.benchmarks.load.round.Report;
import io.gatehouse.benchmarks.load.round.Rounds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** One load run: start everything, warm it up, hold it to its processors, measure, report. */
final class LoadComparison {

    private static final Duration SHORT_WARMUP = Duration.ofSeconds(2);

    /** Hot code has been compiled by then, whatever else the machine did meanwhile. */
    private static final long WARM_REQUESTS = 150_000;

    /** How often the warm-up is repeated to get there. */
    private static final int LONGEST_WARMUP = 5;

    private final Plan plan;
    private final Children children;
    private final Path folder;
    private final Report report;
    private final Cores cores;
    private final JavaCommand java;
    private final CpuTime cpu;
    private final MachineTime machine;

    LoadComparison(Plan plan, RunResources resources, Report report) throws IOException, InterruptedException {
        this.plan = plan;
        this.children = resources.children();
        this.folder = resources.folder();
        this.report = report;
        this.cores = plan.pinned() ? Cores.apart(children) : Cores.shared(children);
        this.java = new JavaCommand(plan.java(), plan.jvmOptions(), cores.areApart());
        ClockTicks ticks = ClockTicks.ask(children);
        this.cpu = new CpuTime(ticks);
        this.machine = new MachineTime(ticks);
    }

    /** True if every figure may be believed. */
    boolean run() throws IOException, InterruptedException {
        Backend backend = Backend.start(plan.backend(), children, folder, java);
        LoadGenerator generator = plan.wrk()
                ? new Wrk(children, cores, plan.workload(), folder)
                : new BuiltInLoad(children, cores, java, plan.workload(), cpu);
        describe(backend, generator);
        var environment =
                new ProxyEnvironment(children, folder, java, plan.workload(), backend.port(), plan.accessLog());
        List<Target> targets = Proxies.start(plan.targets(), environment);
        warmUp(targets, generator);
        settle(targets, backend, generator);
        return measure(targets, backend, generator);
    }

    private void describe(Backend backend, LoadGenerator generator) {
        report.print(
                cores.areApart()
                        ? "pinned: proxies on one processor; backend and load on another"
                        : "unpinned: everything shares all processors");
        report.print("backend " + backend.kind() + "; load " + generator.name() + ", "
                + plan.workload().connections() + " connections, path "
                + plan.workload().path() + ", body " + plan.workload().bodyBytes() + " bytes");
        report.print("java " + plan.java() + " (" + JavaRelease.of(plan.java()) + ") "
                + String.join(" ", java.proxy("").subList(1, java.proxy("").size() - 3)));
        report.print("access log of gatehouse: " + plan.accessLog() + "; the others write none");
    }

    private void warmUp(List<Target> targets, LoadGenerator generator) throws IOException, InterruptedException {
        for (Target target : targets) {
            report.print("warming up " + target.kind().label() + " (process "
                    + target.child().process().pid() + ")");
            if (!target.kind().onJvm()) {
                generator.ask(target.url(), SHORT_WARMUP);
                continue;
            }
            long answered = 0;
            for (int times = 0; times < LONGEST_WARMUP && answered < WARM_REQUESTS; times++) {
                answered += generator.ask(target.url(), plan.warmup()).requests();
            }
        }
    }

    private void settle(List<Target> targets, Backend backend, LoadGenerator generator)
            throws IOException, InterruptedException {
        for (Target target : targets) {
            cores.holdProxy(target.child());
        }
        cores.holdOther(backend.child().process().toHandle());
        generator.settle();
        for (Target target : targets) {
            generator.ask(target.url(), SHORT_WARMUP);
        }
    }

    private boolean measure(List<Target> targets, Backend backend, LoadGenerator generator)
            throws IOException, InterruptedException {
        var meter = new Meter(cpu, machine, generator, backend.child(), plan.slot());
        var idle = new IdleGate(machine, plan.noise(), plan.patience());
        var rounds = new Rounds(meter, idle, plan.noise(), plan.repeats(), plan.limit());
        report.head();
        Map<Target.Kind, List<MeasuredSlot>> slots = rounds.run(plan.rounds(), targets, report::slot);
        return report.summary(slots);
    }

    /** Reads which Java a program is, from the file that every JDK carries. */
    static final class JavaRelease {

        private JavaRelease() {}

        static String of(Path java) {
            try {
                Path release = java.toRealPath().resolve("../../release").normalize();
                var properties = new Properties();
                try (InputStream content = Files.newInputStream(release)) {
                    properties.load(content);
                }
                String version =
                        properties.getProperty("JAVA_RUNTIME_VERSION", properties.getProperty("JAVA_VERSION", ""));
                return (properties.getProperty("IMPLEMENTOR", "") + " " + version).replace("\"", "");
            } catch (IOException e) {
                return "unknown release";
            }
        }
    }
}
