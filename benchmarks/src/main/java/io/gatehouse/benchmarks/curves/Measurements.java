package io.gatehouse.benchmarks.curves;

import io.gatehouse.benchmarks.curves.CurvesRun.Effort;
import io.gatehouse.benchmarks.curves.CurvesRun.Plan;
import io.gatehouse.benchmarks.load.backend.Backend;
import io.gatehouse.benchmarks.load.generator.BestLoad;
import io.gatehouse.benchmarks.load.generator.BuiltInLoad;
import io.gatehouse.benchmarks.load.generator.LoadGenerator;
import io.gatehouse.benchmarks.load.generator.Workload;
import io.gatehouse.benchmarks.load.generator.Wrk;
import io.gatehouse.benchmarks.load.process.Cores;
import io.gatehouse.benchmarks.load.process.JavaCommand;
import io.gatehouse.benchmarks.load.process.RunResources;
import io.gatehouse.benchmarks.load.proxy.Proxies;
import io.gatehouse.benchmarks.load.proxy.ProxyEnvironment;
import io.gatehouse.benchmarks.load.proxy.Target;
import io.gatehouse.benchmarks.load.proxy.Tenancy;
import io.gatehouse.benchmarks.load.round.CpuTime;
import io.gatehouse.benchmarks.load.round.CpuTime.ClockTicks;
import io.gatehouse.benchmarks.load.round.Figure;
import io.gatehouse.benchmarks.load.round.IdleGate;
import io.gatehouse.benchmarks.load.round.MachineTime;
import io.gatehouse.benchmarks.load.round.Meter;
import io.gatehouse.benchmarks.load.round.Rounds;
import io.gatehouse.benchmarks.load.round.Sample;
import io.gatehouse.benchmarks.load.round.Spot;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One run: starts everything, warms it up, holds it to its processors, measures curve after curve, and keeps what it has after each. */
final class Measurements {

    /** Little enough for one connection to carry. */
    private static final double STEADY_RATE = 3000;

    /** Some two fifths of what the gateway can do on one processor. */
    private static final double BUSY_RATE = 10_000;

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Plan plan;
    private final RunResources resources;
    private final PrintWriter out;
    private final Cores cores;
    private final CpuTime cpu;
    private final MachineTime machine;
    private final Backend backend;
    private final LoadGenerator generator;
    private final ProxyEnvironment environment;
    private final List<Sample> samples = new ArrayList<>();
    private final long end;

    Measurements(Plan plan, RunResources resources, PrintWriter out) throws IOException, InterruptedException {
        this.plan = plan;
        this.resources = resources;
        this.out = out;
        this.end = System.nanoTime() + plan.limit().toNanos();
        this.cores = plan.pinned() ? Cores.apart(resources.children()) : Cores.shared(resources.children());
        var java = new JavaCommand(plan.java(), plan.jvmOptions(), cores.areApart());
        ClockTicks ticks = ClockTicks.ask(resources.children());
        this.cpu = new CpuTime(ticks);
        this.machine = new MachineTime(ticks);
        this.backend = Backend.start(plan.backend(), resources.children(), resources.folder(), java);
        this.generator = new BestLoad(
                plan.wrk() ? new Wrk(resources.children(), cores, resources.folder()) : null,
                new BuiltInLoad(resources.children(), cores, java, resources.folder(), cpu));
        this.environment = new ProxyEnvironment(
                resources.children(), resources.folder(), java, backend.port(), Workloads.CONNECTIONS);
    }

    /** True if no contestant made errors, reloads aside. */
    boolean run(Path folder) throws IOException, InterruptedException {
        Map<String, String> versions = Machine.versions(plan.java(), resources.children());
        say("java: " + versions.get("java") + ", backend: " + backend.kind() + ", load: "
                + (plan.wrk() ? "wrk, and our own client for steady streams" : "our own client"));
        for (Target.Kind kind : Target.Kind.values()) {
            if (!plan.kinds().contains(kind)) {
                say("left out or not installed: " + kind.label());
            }
        }
        Files.createDirectories(folder);
        Path file = folder.resolve("java-" + Machine.feature(versions.getOrDefault("java", "")) + ".json");
        var results = new Results(
                LocalDate.now(Clock.systemUTC()).toString(), Machine.describe(), versions, settings(), samples);
        Map<Target.Kind, Target> usual = new EnumMap<>(Target.Kind.class);
        for (Target target : Proxies.start(plan.kinds(), environment)) {
            usual.put(target.kind(), target);
        }
        for (Target target : usual.values()) {
            warmUp(target);
        }
        cores.holdOther(backend.child());
        cores.holdAlone(ProcessHandle.current());
        generator.settle();
        for (Curve curve : plan.curves()) {
            if (System.nanoTime() > end) {
                say("no time left for " + curve.key());
                continue;
            }
            measure(curve, usual);
            results.write(file);
        }
        return samples.stream()
                .allMatch(sample -> sample.good() || sample.curve().equals(Curve.RELOAD.key()));
    }

    private Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        settings.put("processors", cores.areApart() ? "one for the proxy, one for load and backend" : "shared by all");
        settings.put("options", String.join(" ", plan.jvmOptions()));
        settings.put("connections", Integer.toString(Workloads.CONNECTIONS));
        settings.put("backend", backend.kind());
        settings.put("rounds", rounds(plan.tables()) + " for tables, " + rounds(plan.places()) + " for curves");
        return settings;
    }

    private static String rounds(Effort effort) {
        return effort.rounds() + " of " + effort.slot().toSeconds() + " s";
    }

    private void measure(Curve curve, Map<Target.Kind, Target> usual) throws IOException, InterruptedException {
        var all = List.copyOf(usual.values());
        var spots = new ArrayList<Spot>();
        switch (curve) {
            case REQUESTS -> {
                for (Target target : all) {
                    spots.add(new Spot(Curve.GET_1K, 1, target, Workloads.get(target, Workloads.SMALL)));
                    spots.add(new Spot(
                            Curve.POST_4K,
                            1,
                            target,
                            Workloads.workload(target, Workloads.SMALL, Workloads.POSTED, Workloads.CONNECTIONS)));
                    spots.add(new Spot(Curve.GET_100K, 1, target, Workloads.get(target, 100 << 10)));
                }
                rounds(plan.tables(), spots);
            }
            case LATENCY -> {
                for (Target target : all) {
                    double most = saturation(target);
                    Workload asked = Workloads.get(target, Workloads.SMALL);
                    warming().settle(target, asked.at(most / 2));
                    for (int share : curve.points(plan.quick())) {
                        spots.add(new Spot(curve.key(), share, target, asked.at(most * share / 100)));
                    }
                }
                rounds(plan.tables(), spots);
            }
            case CONNECTIONS -> {
                for (int connections : curve.points(plan.quick())) {
                    for (Target target : all) {
                        Workload steady = Workloads.workload(target, Workloads.SMALL, 0, connections)
                                .at(STEADY_RATE);
                        spots.add(new Spot(curve.key(), connections, target, steady));
                    }
                }
                rounds(plan.places(), spots);
            }
            case BODIES -> {
                for (int bytes : curve.points(plan.quick())) {
                    for (Target target : all) {
                        spots.add(new Spot(curve.key(), bytes, target, Workloads.sized(target, bytes)));
                    }
                }
                rounds(plan.places(), spots);
            }
            case ALLOCATION -> {
                var allocated = new AllocatedBytes(resources.children(), plan.java());
                if (allocated.canAsk()) {
                    allocated.measure(all, generator, plan.tables().slot(), this::keep);
                } else {
                    say("left out: allocation, as there is no jcmd beside "
                            + plan.java().getFileName());
                }
            }
            case KEYS -> bySize(curve, usual);
            case SERVICES -> bySize(curve, usual);
            case RELOAD -> reload(usual);
        }
    }

    /** Gateways with registries of all sizes beside one another; nginx, which has none, as a measure of the machine. */
    private void bySize(Curve curve, Map<Target.Kind, Target> usual) throws IOException, InterruptedException {
        Map<Integer, Target> gateways = gateways(curve);
        var spots = new ArrayList<Spot>();
        gateways.forEach((size, target) -> spots.add(new Spot(curve.key(), size, target, Workloads.many(target))));
        Target nginx = usual.get(Target.Kind.NGINX);
        if (nginx != null) {
            spots.add(new Spot(curve.key(), 1, nginx, Workloads.many(nginx)));
        }
        rounds(curve == Curve.KEYS ? plan.tables() : plan.places(), spots);
        gateways.values().forEach(target -> resources.children().stop(target.child()));
    }

    private Map<Integer, Target> gateways(Curve curve) throws IOException, InterruptedException {
        var gateways = new TreeMap<Integer, Target>();
        if (plan.kinds().contains(Target.Kind.GATEHOUSE)) {
            for (int size : curve.points(plan.quick())) {
                Tenancy tenancy = curve == Curve.SERVICES ? Tenancy.ofServices(size) : Tenancy.ofKeys(size);
                gateways.put(size, Proxies.gatehouse(tenancy, environment, curve.key() + "-" + size));
            }
            for (Target target : gateways.values()) {
                warmUp(target);
            }
        }
        return gateways;
    }

    private void reload(Map<Target.Kind, Target> usual) throws IOException, InterruptedException {
        Map<Integer, Target> gateways = gateways(Curve.RELOAD);
        var spots = new ArrayList<Spot>();
        gateways.forEach((size, target) -> reloaded(spots, size, target));
        Target nginx = usual.get(Target.Kind.NGINX);
        if (nginx != null) {
            reloaded(spots, 1, nginx);
        }
        rounds(new Effort(plan.places().rounds(), plan.tables().slot()), spots);
        gateways.values().forEach(target -> resources.children().stop(target.child()));
    }

    private void reloaded(List<Spot> spots, int size, Target target) {
        Workload steady = Workloads.many(target).at(BUSY_RATE);
        String name = target.kind().label();
        spots.add(new Spot(Curve.RELOAD.key(), size, target, steady));
        spots.add(new Spot(
                Curve.RELOAD.key(),
                name + ", reloading",
                size,
                target,
                steady,
                new Reloads(target, resources.children())));
    }

    /** How many requests a second a contestant does at most: measured before, or now. */
    private double saturation(Target target) throws IOException, InterruptedException {
        List<Double> known = samples.stream()
                .filter(sample -> sample.curve().equals(Curve.GET_1K)
                        && sample.contestant().equals(target.kind().label()))
                .map(sample -> sample.get(Figure.RATE))
                .sorted()
                .toList();
        if (!known.isEmpty()) {
            return known.get(known.size() / 2);
        }
        return generator
                .ask(
                        target.port(),
                        Workloads.get(target, Workloads.SMALL),
                        plan.tables().slot(),
                        () -> {})
                .requestsPerSecond();
    }

    private void rounds(Effort effort, List<Spot> spots) throws IOException, InterruptedException {
        for (Spot spot : spots) {
            cores.requireProxy(spot.target().child());
        }
        var meter = new Meter(cpu, machine, generator, backend.child(), effort.slot());
        var idle = new IdleGate(machine, plan.noise(), plan.quick() ? Duration.ZERO : PATIENCE);
        Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
        new Rounds(meter, idle, plan.noise(), plan.quick() ? 0 : 1).run(effort.rounds(), left, spots, this::keep);
    }

    private void keep(Sample sample) {
        samples.add(sample);
        say(String.format(
                Locale.ROOT,
                "%2d %-12s %-22s %8.0f %s",
                sample.round(),
                sample.curve(),
                sample.contestant(),
                sample.x(),
                sample.figures()));
    }

    private void warmUp(Target target) throws IOException, InterruptedException {
        long process = target.child().process().pid();
        say("warming up " + target.child().name() + ", process " + process);
        warming().warm(target);
    }

    private WarmUp warming() {
        return new WarmUp(generator, cores, cpu, plan.warmup());
    }

    private void say(String line) {
        out.println(line);
        out.flush();
        if (out.checkError()) {
            throw new UncheckedIOException(new IOException("nobody reads the output any more"));
        }
    }
}
