package io.gatehouse.benchmarks.load.generator;

import io.gatehouse.benchmarks.load.generator.LoadClient.LoadOrder;
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
import java.nio.file.Path;
import java.time.Duration;

/** The load of our own client, which runs in a child JVM that is kept, so that it is warm. */
public final class BuiltInLoad implements LoadGenerator {

    private final Cores cores;
    private final CpuTime cpu;
    private final Path asks;
    private final Child child;
    private final Writer orders;
    private final BufferedReader results;

    /** Starts the child; what it is to ask goes to a file of this folder. */
    public BuiltInLoad(Children children, Cores cores, JavaCommand java, Path folder, CpuTime cpu) throws IOException {
        this.cores = cores;
        this.cpu = cpu;
        this.asks = folder.resolve("asks");
        this.child = children.start("load", java.other(LoadClient.class.getName(), asks.toString()), Redirect.PIPE);
        this.orders = child.process().outputWriter(StandardCharsets.US_ASCII);
        this.results = child.process().inputReader(StandardCharsets.US_ASCII);
    }

    @Override
    public Load ask(int port, Workload workload, Duration time, Begun begun) throws IOException, InterruptedException {
        LoadClient.writeHeads(asks, port, workload);
        var order = new LoadOrder(port, workload.connections(), workload.bodyBytes(), workload.rate(), time);
        send(order.toLine());
        receive();
        begun.connected();
        send(LoadClient.GO);
        return Load.parse(receive());
    }

    private void send(String line) throws IOException {
        orders.write(line + "\n");
        orders.flush();
    }

    private String receive() throws IOException {
        String line = results.readLine();
        if (line == null) {
            throw new IOException("the client ended:\n  " + child.lastWords());
        }
        return line;
    }

    @Override
    public long cpuNanos() {
        return cpu.ofTree(child.process().toHandle());
    }

    @Override
    public void settle() throws IOException, InterruptedException {
        cores.holdOther(child);
    }
}
