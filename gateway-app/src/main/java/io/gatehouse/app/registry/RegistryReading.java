package io.gatehouse.app.registry;

import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.compiler.SnapshotCompiler;
import io.gatehouse.compiler.document.KnownDocuments;
import io.gatehouse.compiler.document.ProcessRules;
import io.gatehouse.compiler.document.RegistryDocumentReader;
import io.gatehouse.compiler.document.RegistryDocuments;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.domain.registry.RegistryUnavailable;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.security.geo.GeoConfiguration.UnknownAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a registry from its source and finds everything that is wrong with it. */
public final class RegistryReading {

    private RegistryReading() {}

    /** What came of reading. */
    public sealed interface Result {}

    /** A registry without problems. */
    public record Good(LoadedRegistry registry) implements Result {}

    /**
     * A registry with mistakes.
     *
     * @param problems what is wrong
     * @param mark that of the tree that was read
     */
    public record Broken(Problems problems, String mark) implements Result {}

    /** No registry: the store cannot be read. */
    public record Missing(RegistryUnavailable reason) implements Result {

        /** One line for the operator. */
        public String message() {
            return String.valueOf(reason.getMessage());
        }
    }

    /** A registry for which there is not enough heap; the message is one line for the operator. */
    public record TooLarge(String message) implements Result {}

    /** That this registry does not fit into the heap, and what to do. */
    static String doesNotFit(RegistrySource source) {
        return "the registry" + source.size().map(size -> " (" + size + ")").orElse("")
                + " does not fit into the heap: " + moreHeap();
    }

    /** How large the heap may become, and how it may become larger, in words for operators. */
    public static String moreHeap() {
        long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
        return "it may have " + mebibytes + " MiB; give it more, such as JAVA_OPTS=-Xmx" + 2 * mebibytes + "m";
    }

    /** What was read without problems; null for any other result. */
    public static @Nullable LoadedRegistry good(@Nullable Result result) {
        return result instanceof Good good ? good.registry() : null;
    }

    /**
     * Adds what is wrong to other problems.
     *
     * @param configuration what the configuration that names the source is called
     */
    public static void report(@Nullable Result result, String configuration, Problems problems) {
        if (result instanceof Broken broken) {
            problems.addAll(broken.problems());
        } else if (result instanceof Missing missing) {
            problems.add(Origin.of(configuration), "registry", missing.message(), "a registry that can be read");
        } else if (result instanceof TooLarge large) {
            problems.add(Origin.of(configuration), "registry", large.message(), "a registry that fits");
        }
    }

    /**
     * Reads and checks. Blocks for as long as the source does.
     *
     * @param capabilities what the registry may rely on
     */
    public static Result read(RegistrySource source, Capabilities capabilities) {
        try {
            return read(source, new KnownDocuments(), capabilities);
        } catch (OutOfMemoryError full) {
            return new TooLarge(doesNotFit(source));
        }
    }

    /**
     * The same where this source has been read before; a heap that is too small shows itself as an {@link OutOfMemoryError}.
     *
     * @param known what was read of the same source before
     */
    static Result read(RegistrySource source, KnownDocuments known, Capabilities capabilities) {
        RegistryTree tree;
        try {
            tree = source.read();
        } catch (RegistryUnavailable e) {
            return new Missing(e);
        }
        return check(tree, known, capabilities);
    }

    /** The same for one that has been read. */
    public static Result check(RegistryTree tree, Capabilities capabilities) {
        return check(tree, new KnownDocuments(), capabilities);
    }

    private static Result check(RegistryTree tree, KnownDocuments known, Capabilities capabilities) {
        var problems = new Problems();
        RegistryDocuments documents = RegistryDocumentReader.read(tree, known, capabilities.extensions(), problems);
        ProcessRules.checkGeoDatabase(documents, capabilities.places(), problems);
        ProcessRules.checkTokenStore(documents, capabilities.tokenStore(), problems);
        Set<String> upstreamTls = capabilities.upstreamTls();
        if (upstreamTls != null) {
            ProcessRules.checkUpstreamTls(documents, upstreamTls, problems);
        }
        return problems.isEmpty()
                ? new Good(LoadedRegistry.of(documents, tree, problems.warnings()))
                : new Broken(problems, tree.mark());
    }

    /** What compiles such registries, as the configuration of the process wants it. */
    public static SnapshotCompiler compiler(GatewayConfiguration configuration, GatewayClock clock) {
        var geo = configuration.geo();
        return new SnapshotCompiler(clock, geo != null && geo.unknown() == UnknownAddress.ALLOW);
    }
}
