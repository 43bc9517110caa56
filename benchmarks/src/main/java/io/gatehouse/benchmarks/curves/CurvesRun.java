package io.gatehouse.benchmarks.curves;

import io.gatehouse.benchmarks.load.backend.Backend;
import io.gatehouse.benchmarks.load.process.Programs;
import io.gatehouse.benchmarks.load.process.RunResources;
import io.gatehouse.benchmarks.load.proxy.Proxies;
import io.gatehouse.benchmarks.load.proxy.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Measures what docs/performance.md shows, and writes that page anew. Exit status 0: done; 1: something did not start, or a contestant made
 * errors; 2: invalid options.
 */
@Command(
        name = "curves",
        sortOptions = false,
        description = "Measures Gatehouse beside other proxies on this machine, and writes docs/performance.md anew.")
public final class CurvesRun implements Callable<Integer> {

    @Option(
            names = "--curves",
            split = ",",
            paramLabel = "CURVE",
            description = "requests, latency, keys, allocation, connections, bodies, services, reload (default: all)")
    List<Curve> curves = List.of();

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "CONTESTANT",
            description = "gatehouse, bare, nginx, haproxy, caddy (default: all that are installed)")
    List<Target.Kind> only = List.of();

    @Option(names = "--quick", description = "fewer places and rounds: half an hour instead of an hour and a half")
    boolean quick;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "how often each place is measured (default 9; quick 5 for curves)")
    int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "length of a measurement (default 3 for tables, 2 for curves; quick 1)")
    int seconds;

    @Option(
            names = "--warmup",
            paramLabel = "SECONDS",
            description = "load before the first round (default 12, quick 6)")
    int warmup;

    @Option(
            names = "--at-most",
            paramLabel = "SECONDS",
            description = "begin no round and no curve later than this (default ${DEFAULT-VALUE})")
    int atMost = 3 * 3600;

    @Option(
            names = "--java",
            paramLabel = "PATH",
            description = "java of all child JVMs (default: the one running this)")
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");

    @Option(
            names = "--jvm-options",
            paramLabel = "OPTIONS",
            description = "of the gateway and the bare proxy alike (default \"${DEFAULT-VALUE}\")")
    String jvmOptions = "-Xms256m -Xmx256m -XX:+UseParallelGC -XX:+UseTransparentHugePages -XX:+AlwaysPreTouch";

    @Option(names = "--unpinned", description = "let everything use all processors")
    boolean unpinned;

    @Option(
            names = "--built-in",
            description = "do not use nginx as backend and wrk as load, even where they are installed")
    boolean builtIn;

    @Option(
            names = "--noise",
            paramLabel = "CORES",
            description = "repeat a measurement once if other programs used more than this (default ${DEFAULT-VALUE})")
    double noise = 0.15;

    @Option(names = "--docs", paramLabel = "FOLDER", description = "where performance.md is (default: docs)")
    Path docs = Path.of("docs");

    @Option(
            names = "--render",
            description = "measure nothing; write page and pictures anew from the results that are kept")
    boolean render;

    @Option(names = "--help", usageHelp = true, description = "show this and stop")
    boolean help;

    @Spec
    private @Nullable CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(command().execute(arguments));
    }

    static CommandLine command() {
        return new CommandLine(new CurvesRun()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandLine line = spec == null ? command() : spec.commandLine();
        Path page = docs.resolve("performance.md");
        check(line, Files.isRegularFile(page), "--docs " + docs + " has no performance.md");
        boolean good = true;
        if (!render) {
            Plan plan = plan(line);
            try (var resources = RunResources.open()) {
                good = new Measurements(plan, resources, line.getOut()).run(docs.resolve("performance"));
            } catch (IOException e) {
                line.getErr().println("curves: " + e.getMessage());
                return 1;
            }
        }
        PerformancePage.write(docs);
        return good ? 0 : 1;
    }

    private Plan plan(CommandLine line) {
        check(line, rounds >= 0 && rounds <= 1000, "--rounds is 1 to 1000");
        check(
                line,
                seconds >= 0 && seconds <= 600 && warmup >= 0 && warmup <= 600,
                "--seconds and --warmup are 1 to 600");
        check(line, atMost >= 1 && atMost <= 86_400, "--at-most is 1 to 86400");
        check(line, noise >= 0, "--noise is not negative");
        check(line, Files.isExecutable(java), "--java " + java + " is not a program");
        Set<Target.Kind> kinds = only.isEmpty() ? Proxies.available() : EnumSet.copyOf(only);
        if (builtIn) {
            kinds.retainAll(EnumSet.of(Target.Kind.GATEHOUSE, Target.Kind.BARE));
        }
        Effort tables = new Effort(or(rounds, 9), Duration.ofSeconds(or(seconds, quick ? 1 : 3)));
        Effort places = new Effort(or(rounds, quick ? 5 : 9), Duration.ofSeconds(or(seconds, quick ? 1 : 2)));
        return new Plan(
                curves.isEmpty() ? EnumSet.allOf(Curve.class) : EnumSet.copyOf(curves),
                kinds,
                quick,
                tables,
                places,
                Duration.ofSeconds(or(warmup, quick ? 6 : 12)),
                Duration.ofSeconds(atMost),
                java.toAbsolutePath(),
                Stream.of(jvmOptions.split(" ", -1)).filter(o -> !o.isEmpty()).toList(),
                !unpinned,
                builtIn ? Backend.Kind.JAVA : Backend.best(),
                !builtIn && Programs.find("wrk") != null,
                noise);
    }

    private static int or(int given, int usual) {
        return given == 0 ? usual : given;
    }

    private static void check(CommandLine line, boolean good, String expectation) {
        if (!good) {
            throw new ParameterException(line, expectation);
        }
    }

    /** How often, and how long each time. */
    record Effort(int rounds, Duration slot) {}

    /**
     * What a run does.
     *
     * @param curves what is measured
     * @param kinds who is measured
     * @param quick whether curves have fewer places
     * @param tables how much for what has no curve, as it is compared most closely
     * @param places how much for each place of a curve
     * @param warmup how long what runs on a JVM is asked before the first round
     * @param limit no round and no curve begins later than this
     * @param java the {@code java} of all child JVMs
     * @param jvmOptions flags of the proxies that run on one
     * @param pinned whether proxies are kept on a processor of their own
     * @param backend what runs behind the proxies
     * @param wrk whether {@code wrk} asks in closed loops, and not our own client
     * @param noise processors that other programs may keep busy before a measurement is repeated
     */
    record Plan(
            Set<Curve> curves,
            Set<Target.Kind> kinds,
            boolean quick,
            Effort tables,
            Effort places,
            Duration warmup,
            Duration limit,
            Path java,
            List<String> jvmOptions,
            boolean pinned,
            Backend.Kind backend,
            boolean wrk,
            double noise) {}
}
