package io.gatehouse.benchmarks.curves;

import io.gatehouse.benchmarks.load.backend.Backend.Payload;
import io.gatehouse.benchmarks.load.generator.Workload;
import io.gatehouse.benchmarks.load.proxy.Target;

/** What contestants are asked; closed loops, if nothing else is made of them. */
final class Workloads {

    static final int CONNECTIONS = 64;
    static final int SMALL = 1024;
    static final int POSTED = 4096;

    /** Who call where the size of the registry is what is measured: more than any cache of a processor forgets at once. */
    private static final int MANY_CALLERS = 1000;

    private Workloads() {}

    /** GET of so many bytes. */
    static Workload get(Target target, int bytes) {
        return workload(target, bytes, 0, CONNECTIONS);
    }

    /** GET of so many bytes, with fewer connections for large bodies. */
    static Workload sized(Target target, int bytes) {
        // A few connections keep a processor busy with large bodies; more of them only take memory.
        int connections = bytes >= 1 << 20 ? 8 : CONNECTIONS;
        return workload(target, bytes, 0, connections);
    }

    /** As many callers as usual, with a body (0: GET without one). */
    static Workload workload(Target target, int responseBytes, int bodyBytes, int connections) {
        return new Workload(target.asks(Payload.path(responseBytes), CONNECTIONS), bodyBytes, connections, 0);
    }

    /** GET by many callers. */
    static Workload many(Target target) {
        return new Workload(target.asks(Payload.path(SMALL), MANY_CALLERS), 0, CONNECTIONS, 0);
    }
}
