package io.gatehouse.benchmarks.load.generator;

import io.gatehouse.benchmarks.load.generator.LoadClient.LoadOrder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Our own client in the JVM of the test. */
public final class InProcessLoad implements LoadGenerator {

    @Override
    public Load ask(int port, Workload workload, Duration time, Begun begun) throws IOException, InterruptedException {
        var order = new LoadOrder(port, workload.connections(), workload.bodyBytes(), workload.rate(), time);
        var heads = workload.asks().stream()
                .map(ask -> ask.head(port, workload.bodyBytes()).getBytes(StandardCharsets.US_ASCII))
                .toList();
        try (var loop = new RequestLoop(order, heads)) {
            loop.connect();
            begun.connected();
            return loop.run();
        }
    }

    @Override
    public long cpuNanos() {
        return 0;
    }

    @Override
    public void settle() {
        // The test's JVM stays where it is.
    }
}
