package io.gatehouse.benchmarks.load.generator;

import io.gatehouse.benchmarks.load.generator.LoadClient.LoadOrder;
import io.gatehouse.benchmarks.load.generator.LoadGenerator.Load;
import io.gatehouse.benchmarks.load.generator.LoadGenerator.Workload;
import io.gatehouse.benchmarks.load.process.Child;
import io.gatehouse.benchmarks.load.process.Children;
import io.gatehouse.benchmarks.load.process.Cores;
import io.gatehouse.benchmarks.load.process.JavaCommand;
import io.gatehouse.benchmarks.load.round.CpuTime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The load of our own client, which runs in a child JVM that is kept, so that it is warm. */
public final class BuiltInLoad implements LoadGenerator {

    private final Cores cores;
    private final Workload workload;
    private final CpuTime cpu;
    private final Child child;
    private final Writer orders;
    private final BufferedReader results;

    /** Starts the child. */
    public BuiltInLoad(Children children, Cores cores, JavaCommand java, Workload workload, CpuTime cpu)
            throws IOException {
        this.cores = cores;
        this.workload = workload;
        this.cpu = cpu;
        this.child = children.start("load", java.other(LoadClient.class.getName()), Redirect.PIPE);
        this.orders = child.process().outputWriter(StandardCharsets.US_ASCII);
        this.results = child.process().inputReader(StandardCharsets.US_ASCII);
    }

    @Override
    public Load ask(String url, Duration time) throws IOException {
        var order = new LoadOrder(url, workload.connections(), workload.bodyBytes(), time);
        orders.write(order.toLine() + "\n");
        orders.flush();
        String result = results.readLine();
        if (result == null) {
            throw new IOException("the client ended:\n  " + child.lastWords());
        }
        return Load.parse(result);
    }

    @Override
    public long cpuNanos() {
        return cpu.ofTree(child.process().toHandle());
    }

    @Override
    public void settle() throws IOException, InterruptedException {
        cores.holdOther(child.process().toHandle());
    }

    @Override
    public String name() {
        return "built-in client";
    }
}
