package io.gatehouse.benchmarks.load.generator;

import io.gatehouse.benchmarks.load.generator.LoadGenerator.Load;
import io.gatehouse.benchmarks.load.generator.LoadGenerator.Workload;
import io.gatehouse.benchmarks.load.process.Children;
import io.gatehouse.benchmarks.load.process.Cores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The load of {@code wrk}: a new process for each time, which is reaped by this one. */
public final class Wrk implements LoadGenerator {

    private static final Duration SLACK = Duration.ofSeconds(30);
    private static final String RESULT = "RESULT ";
    private static final String SCRIPT = """
            %s
            done = function(summary, latency)
              local e = summary.errors
              io.write(string.format("RESULT %%d %%.0f %%d %%d %%d\\n",
                summary.requests - e.status, summary.duration * 1000, latency:percentile(50), latency:percentile(99),
                e.connect + e.read + e.write + e.status + e.timeout))
            end
            """;

    private final Children children;
    private final Cores cores;
    private final Workload workload;
    private final Path script;

    /** Writes its script to this folder. */
    public Wrk(Children children, Cores cores, Workload workload, Path folder) throws IOException {
        this.children = children;
        this.cores = cores;
        this.workload = workload;
        this.script = folder.resolve("wrk.lua");
        String body = workload.bodyBytes() == 0
                ? ""
                : "wrk.method = \"POST\"\nwrk.body = string.rep(\"x\", " + workload.bodyBytes() + ")";
        Files.writeString(script, SCRIPT.formatted(body));
    }

    @Override
    public Load ask(String url, Duration time) throws IOException, InterruptedException {
        int threads = cores.areApart() ? 1 : Math.min(2, workload.connections());
        var command = new ArrayList<>(cores.otherPrefix());
        command.addAll(List.of("wrk", "-t" + threads, "-c" + workload.connections(), "-d" + time.toSeconds() + "s"));
        command.addAll(List.of("--timeout", "5s", "-s", script.toString(), url));
        for (String line :
                children.run("wrk", command, time.plus(SLACK)).lines().toList()) {
            if (line.startsWith(RESULT)) {
                return Load.parse(line.substring(RESULT.length()));
            }
        }
        throw new IOException("wrk gave no result");
    }

    @Override
    public long cpuNanos() {
        return 0;
    }

    @Override
    public void settle() {
        // Each process of wrk begins on the processor where it is to stay.
    }

    @Override
    public String name() {
        return "wrk";
    }
}
