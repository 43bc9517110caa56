package io.gatehouse.app.startup;

import com.google.inject.Injector;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.explain.ExplanationReport;
import io.gatehouse.app.explain.LiteralRequest;
import io.gatehouse.app.explain.RequestExplainer;
import io.gatehouse.app.explain.UnusableRequest;
import io.gatehouse.app.lifecycle.BackgroundWork;
import io.gatehouse.app.lifecycle.StartFailure;
import io.gatehouse.app.plugin.AdapterFailure;
import io.gatehouse.app.reading.LoadedConfiguration;
import io.gatehouse.app.registry.LoadedRegistry;
import io.gatehouse.app.registry.RegistryInput;
import io.gatehouse.app.wiring.Extensions;
import io.gatehouse.app.wiring.GatewayModules;
import io.gatehouse.compiler.SnapshotCompiler;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.upstream.Upstreams;
import io.gatehouse.mongodb.MongoConnections;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parts of a gateway that only thinks: it listens nowhere, probes nobody, and takes every host for healthy. */
public final class OfflineGateway implements AutoCloseable {

    /** No registry of a program's own, nobody who hears of exchanges, and no access log on standard output. */
    private static final Extensions SILENT =
            new Extensions(Optional.empty(), List.of(), Optional.of(OutputStream.nullOutputStream()), List.of());

    private final Snapshot snapshot;
    private final RequestExplainer explainer;
    private final BackgroundWork background;

    private OfflineGateway(Injector parts, LoadedRegistry registry) {
        this.snapshot = parts.getInstance(SnapshotCompiler.class)
                .compile(
                        registry.documents(),
                        registry.source(),
                        registry.hash(),
                        registry.tree().details());
        this.explainer = parts.getInstance(RequestExplainer.class);
        this.background = parts.getInstance(BackgroundWork.class);
        // Closed, so that nobody is asked for hosts.
        Upstreams upstreams = parts.getInstance(Upstreams.class);
        upstreams.close();
        upstreams.update(snapshot.services());
    }

    /**
     * The gateway of a configuration; null if that has problems or names no registry that can be read.
     *
     * @param variables the environment variables that placeholders may name
     * @param connections those that it was read through; closed along with this
     * @throws StartFailure if a file that the configuration names is invalid, or an adapter cannot be made
     */
    public static @Nullable OfflineGateway of(
            LoadedConfiguration reading, Map<String, String> variables, MongoConnections connections) {
        GatewayConfiguration configuration = reading.configuration();
        LoadedRegistry registry = reading.registry();
        RegistrySource source = reading.source();
        if (!reading.problems().isEmpty() || configuration == null || registry == null || source == null) {
            return null;
        }
        var input = new RegistryInput(source, Optional.empty());
        try {
            return new OfflineGateway(
                    GatewayModules.injector(configuration, input, SILENT, reading.adapters(), variables, connections),
                    registry);
        } catch (AdapterFailure e) {
            throw new StartFailure(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Makes the gateway of a configuration and lets it go.
     *
     * @throws StartFailure if something cannot be made
     */
    public static void check(LoadedConfiguration reading, Map<String, String> variables, MongoConnections connections) {
        OfflineGateway gateway = of(reading, variables, connections);
        if (gateway != null) {
            gateway.close();
        }
    }

    /**
     * What would become of a request. Blocks where a stage would, say to fetch the keys of an identity provider.
     *
     * @throws UnusableRequest if the request names a caller whom the registry does not know
     */
    public ExplanationReport explain(LiteralRequest request) throws UnusableRequest {
        return explainer.explainOffline(request, snapshot);
    }

    @Override
    public void close() {
        background.close();
    }
}
