package io.gatehouse.benchmarks.load;

import io.gatehouse.benchmarks.load.backend.Backend;
import io.gatehouse.benchmarks.load.generator.Workload;
import io.gatehouse.benchmarks.load.proxy.AccessLogTo;
import io.gatehouse.benchmarks.load.proxy.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

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
