package io.gatehouse.benchmarks.load.generator;

import io.gatehouse.benchmarks.load.process.Children;
import io.gatehouse.benchmarks.load.process.Cores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The load of {@code wrk}, closed loops only: a new process for each time, which is reaped by this one. */
public final class Wrk implements LoadGenerator {

    private static final Duration SLACK = Duration.ofSeconds(30);
    private static final String RESULT = "RESULT ";
    private static final String SCRIPT = """
            local asks = {%s}
            local ready = {}
            local n = 0
            %s
            function init()
              for i, ask in ipairs(asks) do ready[i] = wrk.format(nil, ask[1], ask[2]) end
            end
            function request()
              n = n %% #ready + 1
              return ready[n]
            end
            function done(summary, latency)
              local e = summary.errors
              io.write(string.format("RESULT %%d %%.0f %%d %%d %%d %%d\\n",
                summary.requests - e.status, summary.duration * 1000,
                latency:percentile(50), latency:percentile(99), latency:percentile(99.9),
                e.connect + e.read + e.write + e.status + e.timeout))
            end
            """;

    private final Children children;
    private final Cores cores;
    private final Path folder;
    private final Map<Workload, Path> scripts = new HashMap<>();

    /** Writes its scripts to this folder. */
    public Wrk(Children children, Cores cores, Path folder) {
        this.children = children;
        this.cores = cores;
        this.folder = folder;
    }

    @Override
    public Load ask(int port, Workload workload, Duration time, Begun begun) throws IOException, InterruptedException {
        Path script = scripts.get(workload);
        if (script == null) {
            script = folder.resolve("wrk-" + scripts.size() + ".lua");
            Files.writeString(script, script(workload));
            scripts.put(workload, script);
        }
        int threads = cores.areApart() ? 1 : Math.min(2, workload.connections());
        var command = new ArrayList<>(cores.otherPrefix());
        command.addAll(List.of("wrk", "-t" + threads, "-c" + workload.connections(), "-d" + time.toSeconds() + "s"));
        command.addAll(List.of("--timeout", "5s", "-s", script.toString(), "http://127.0.0.1:" + port));
        begun.connected();
        return result(children.run("wrk", command, time.plus(SLACK)));
    }

    /** The line that the script makes of wrk's summary. */
    static Load result(String output) throws IOException {
        for (String line : output.lines().toList()) {
            if (line.startsWith(RESULT)) {
                return Load.parse(line.substring(RESULT.length()));
            }
        }
        throw new IOException("wrk gave no result");
    }

    static String script(Workload workload) {
        String asks = workload.asks().stream()
                .map(ask -> "{" + lua(ask.path()) + ",{"
                        + ask.headers().entrySet().stream()
                                .map(header -> "[" + lua(header.getKey()) + "]=" + lua(header.getValue()))
                                .collect(Collectors.joining(","))
                        + "}}")
                .collect(Collectors.joining(",\n"));
        String body = workload.bodyBytes() == 0
                ? ""
                : "wrk.method = \"POST\"\nwrk.body = string.rep(\"x\", " + workload.bodyBytes() + ")";
        return SCRIPT.formatted(asks, body);
    }

    private static String lua(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    @Override
    public long cpuNanos() {
        return 0;
    }

    @Override
    public void settle() {
        // Each process of wrk begins on the processor where it is to stay.
    }
}
