package io.gatehouse.benchmarks;

import io.gatehouse.compiler.SnapshotCompiler;
import io.gatehouse.compiler.document.RegistryDocumentReader;
import io.gatehouse.compiler.document.RegistryDocuments;
import io.gatehouse.configuration.Problems;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.time.SystemClock;
import java.lang.ref.Reference;
import java.util.concurrent.TimeUnit;

/** Makes snapshots of trees, and as a program reports how long that takes and what they weigh. */
final class CompiledRegistry {

    private CompiledRegistry() {}

    /** Binds, checks and compiles, as the gateway does at its start. */
    static Snapshot of(RegistryTree tree) {
        var problems = new Problems();
        RegistryDocuments documents = RegistryDocumentReader.read(tree, problems);
        if (!problems.isEmpty()) {
            throw new IllegalStateException(problems.toString());
        }
        return new SnapshotCompiler(new SystemClock(), false).compile(documents, tree.description());
    }

    /** Prints {@code compiled in N ms, M MiB, K keys} of the large registry, compiled once in a JVM that is cold. */
    public static void main(String[] arguments) {
        RegistryTree tree = TenantRegistry.LARGE.tree();
        long began = System.nanoTime();
        Snapshot snapshot = of(tree);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        tree = null;
        try {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            long mebibytes = (runtime.totalMemory() - runtime.freeMemory()) >> 20;
            int keys = snapshot.keys().all().size();
            System.out.println("compiled in " + millis + " ms, " + mebibytes + " MiB, " + keys + " keys");
        } finally {
            Reference.reachabilityFence(snapshot);
        }
    }
}
