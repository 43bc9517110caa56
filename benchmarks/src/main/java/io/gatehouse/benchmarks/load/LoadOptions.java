package io.gatehouse.benchmarks.load;

import io.gatehouse.benchmarks.load.backend.Backend;
import io.gatehouse.benchmarks.load.backend.Backend.Payload;
import io.gatehouse.benchmarks.load.generator.LoadGenerator.Workload;
import io.gatehouse.benchmarks.load.process.Programs;
import io.gatehouse.benchmarks.load.proxy.Proxies;
import io.gatehouse.benchmarks.load.proxy.ProxyEnvironment.AccessLogTo;
import io.gatehouse.benchmarks.load.proxy.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of the load run, as the command line gives them. */
final class LoadOptions {

    /** Who asks. */
    enum Generator {
        WRK,
        BUILT_IN
    }

    /** How processors are shared. */
    enum Mode {
        PINNED,
        UNPINNED
    }

    @Option(names = "--rounds", paramLabel = "N", description = "measurements of each proxy (default ${DEFAULT-VALUE})")
    int rounds = 9;

    @Option(names = "--seconds", paramLabel = "N", description = "length of a measurement (default ${DEFAULT-VALUE})")
    int seconds = 3;

    @Option(
            names = "--warmup",
            paramLabel = "SECONDS",
            description = "load before the first round, for proxies on a JVM (default ${DEFAULT-VALUE});"
                    + " repeated until each has answered 150,000 requests, five times at most")
    int warmup = 12;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "keep-alive connections (default ${DEFAULT-VALUE})")
    int connections = 64;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "PROXY",
            description = "gatehouse, bare, nginx (default: all there are)")
    List<Target.Kind> only = List.of();

    @Option(names = "--path", description = "/ (1 KiB answer, default) or /100k (100 KiB answer)")
    String path = "/";

    @Option(names = "--body", paramLabel = "BYTES", description = "send a body of this size (default: GET without one)")
    int body;

    @Option(
            names = "--access-log",
            paramLabel = "on|off|FILE",
            description = "of the gateway: written to the null device (on, default), not at all, or to a file")
    String accessLog = "on";

    @Option(names = "--mode", description = "pinned or unpinned (default: pinned where taskset is installed)")
    @Nullable
    Mode mode;

    @Option(names = "--backend", description = "nginx or java (default: nginx where it is installed)")
    Backend.@Nullable Kind backend;

    @Option(names = "--load", description = "wrk or built_in (default: wrk where it is installed)")
    @Nullable
    Generator load;

    @Option(
            names = "--java",
            paramLabel = "PATH",
            description = "java of all child JVMs (default: the one running this)")
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");

    @Option(
            names = "--jvm-options",
            paramLabel = "OPTIONS",
            description = "of the gateway and the bare proxy alike (default \"${DEFAULT-VALUE}\")")
    String jvmOptions = "-Xms256m -Xmx256m -XX:+UseParallelGC";

    @Option(
            names = "--noise",
            paramLabel = "CORES",
            description = "repeat a measurement while other programs used more than this (default ${DEFAULT-VALUE})")
    double noise = 0.10;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            description = "wait so long for other programs to be quiet, each time (default ${DEFAULT-VALUE})")
    int patience = 10;

    @Option(names = "--repeats", paramLabel = "N", description = "of a noisy measurement (default ${DEFAULT-VALUE})")
    int repeats = 2;

    @Option(
            names = "--at-most",
            paramLabel = "SECONDS",
            description = "begin no round later than this; report those there are (default ${DEFAULT-VALUE})")
    int atMost = 900;

    @Option(names = "--help", usageHelp = true, description = "show this and stop")
    boolean help;

    /** The plan that these options ask for. */
    Plan plan(CommandLine line) {
        check(line, rounds >= 1 && seconds >= 1 && warmup >= 1, "--rounds, --seconds and --warmup are at least 1");
        check(line, rounds <= 1000 && seconds <= 600 && warmup <= 600, "at most 1000 rounds, 600 seconds each");
        check(
                line,
                patience >= 0 && patience <= 600 && repeats >= 0 && repeats <= 100,
                "--patience is at most 600, --repeats 100");
        check(line, atMost >= 1 && atMost <= 86_400, "--at-most is 1 to 86400");
        check(line, connections >= 1 && connections <= 2000, "--connections is 1 to 2000");
        check(line, body >= 0 && body <= 10 << 20, "--body is at most 10 MiB, the gateway's own limit");
        check(line, Payload.exists(path), "--path is / or /100k");
        check(line, Files.isExecutable(java), "--java " + java + " is not a program");
        boolean wrk = load == null ? Programs.find("wrk") != null : load == Generator.WRK;
        return new Plan(
                targets(),
                rounds,
                Duration.ofSeconds(seconds),
                Duration.ofSeconds(warmup),
                new Workload(path, body, connections),
                mode != Mode.UNPINNED,
                backend == null ? Backend.best() : backend,
                wrk,
                AccessLogTo.parse(accessLog),
                java.toAbsolutePath(),
                Stream.of(jvmOptions.split(" ", -1)).filter(o -> !o.isEmpty()).toList(),
                noise,
                Duration.ofSeconds(patience),
                repeats,
                Duration.ofSeconds(atMost));
    }

    private Set<Target.Kind> targets() {
        return only.isEmpty() ? Proxies.available() : EnumSet.copyOf(only);
    }

    private static void check(CommandLine line, boolean good, String expectation) {
        if (!good) {
            throw new ParameterException(line, expectation);
        }
    }

    /**
     * What a load run does.
     *
     * @param targets what is compared, in this order
     * @param rounds how often each is measured
     * @param slot how long each measurement takes
     * @param warmup how long a proxy on a JVM is asked before the first round
     * @param workload what is asked
     * @param pinned whether proxies are kept on a processor of their own
     * @param backend what runs behind the proxies
     * @param wrk whether {@code wrk} asks, and not the built-in client
     * @param accessLog where the gateway's access log goes
     * @param java the {@code java} of all child JVMs
     * @param jvmOptions flags of the proxies that run on one
     * @param noise processors that other programs may keep busy before a measurement is repeated
     * @param patience how long to wait before each measurement for other programs to be quiet
     * @param repeats how often a noisy measurement is repeated
     * @param limit no round begins later than this after the first
     */
    record Plan(
            Set<Target.Kind> targets,
            int rounds,
            Duration slot,
            Duration warmup,
            Workload workload,
            boolean pinned,
            Backend.Kind backend,
            boolean wrk,
            AccessLogTo accessLog,
            Path java,
            List<String> jvmOptions,
            double noise,
            Duration patience,
            int repeats,
            Duration limit) {}
}
