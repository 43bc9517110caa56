package io.gatehouse.benchmarks.load.proxy;

import io.gatehouse.benchmarks.load.generator.Workload.Ask;
import io.gatehouse.benchmarks.load.process.Child;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A proxy that runs.
 *
 * @param kind what it is
 * @param port where it listens on 127.0.0.1
 * @param child its process, which may have descendants
 * @param folder where its configuration stands
 * @param tenancy what its registry holds, if it has one; callers show the credentials of that registry to every proxy
 * @param adminPort the gateway's admin port; 0 if it has none
 */
public record Target(Kind kind, int port, Child child, Path folder, Tenancy tenancy, int adminPort) {

    /** What can be compared. */
    public enum Kind {
        /** The gateway with its whole pipeline, as an operator starts it. */
        GATEHOUSE("gatehouse", true),
        /** Undertow's own proxy handler and nothing else. */
        BARE("bare", true),
        /** nginx with one worker. */
        NGINX("nginx", false),
        /** HAProxy with one thread. */
        HAPROXY("haproxy", false),
        /** Caddy with one processor. */
        CADDY("caddy", false);

        private final String label;
        private final boolean onJvm;

        Kind(String label, boolean onJvm) {
            this.label = label;
            this.onJvm = onJvm;
        }

        /** The name in options and results. */
        public String label() {
            return label;
        }

        /** The program that it is, for those that are not ours. */
        public String program() {
            return label;
        }

        /** Whether it is slow until its code has been compiled. */
        public boolean onJvm() {
            return onJvm;
        }
    }

    /** Where its JVM writes when all of it stood still. */
    public Path safepoints() {
        return folder.resolve("safepoints.log");
    }

    /** Requests of so many callers for this path of the backend. */
    public List<Ask> asks(String path, int callers) {
        return IntStream.range(0, callers)
                .mapToObj(caller ->
                        new Ask((kind == Kind.GATEHOUSE ? tenancy.prefix(caller) : "") + path, tenancy.headers(caller)))
                .toList();
    }
}
