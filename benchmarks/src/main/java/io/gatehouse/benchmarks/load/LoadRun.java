package io.gatehouse.benchmarks.load;

import io.gatehouse.benchmarks.load.LoadOptions.Plan;
import io.gatehouse.benchmarks.load.round.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The load run as a program. Exit status 0: measured; 1: something did not start, or a proxy made errors; 2: invalid
 * options.
 */
@Command(
        name = "load",
        sortOptions = false,
        description = "Measures Gatehouse, a bare Undertow proxy and nginx side by side on this machine.")
public final class LoadRun implements Callable<Integer> {

    @Mixin
    private final LoadOptions options = new LoadOptions();

    @Spec
    private @Nullable CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(command().execute(arguments));
    }

    static CommandLine command() {
        return new CommandLine(new LoadRun()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandLine line = spec == null ? command() : spec.commandLine();
        PrintWriter out = line.getOut();
        Plan plan = options.plan(line);
        try (var resources = RunResources.open()) {
            return new LoadComparison(plan, resources, new Report(out, plan.noise())).run() ? 0 : 1;
        } catch (IOException e) {
            line.getErr().println("load: " + e.getMessage());
            return 1;
        }
    }
}
