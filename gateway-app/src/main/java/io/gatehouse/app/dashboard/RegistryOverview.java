package io.gatehouse.app.dashboard;

import io.gatehouse.app.comparison.ComparisonReport;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.explain.PastExplainer;
import io.gatehouse.app.registry.RegistryGenerations;
import io.gatehouse.app.registry.RegistryGenerations.Generation;
import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminResponse;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.registry.ReloadFailure;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.http.admin.AdminEndpoint;
import io.gatehouse.http.admin.AdminJson;
import io.gatehouse.observability.api.PastRegistries;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /dashboard/api/registry}: the registry that is served, what is wrong with the one that is not, those that were served before, and what the last
 * reload changed. Safe for concurrent use.
 */
public final class RegistryOverview implements AdminEndpoint {

    private static final int MOST_CHANGES = 200;

    private final LiveRegistry live;
    private final RegistryGenerations generations;
    private final GatewayConfiguration configuration;
    private final GatewayClock clock;
    private @Nullable LastChange known;

    public RegistryOverview(
            LiveRegistry live,
            RegistryGenerations generations,
            GatewayConfiguration configuration,
            GatewayClock clock) {
        this.live = live;
        this.generations = generations;
        this.configuration = configuration;
        this.clock = clock;
    }

    /** The response. */
    record Overview(
            PastRegistries.Generation serving,
            Map<String, Integer> counts,
            List<String> problems,
            int problemsTotal,
            List<Served> generations,
            @Nullable LastChange lastChange) {}

    /** One that was served. */
    record Served(PastRegistries.Generation generation) {}

    /** What changed from one to the next. */
    record LastChange(PastRegistries.Generation from, PastRegistries.Generation to, int total, List<Change> changes) {}

    /** One line of it. */
    record Change(String severity, String text) {}

    @Override
    public AdminResponse handle(AdminRequest request) {
        List<Generation> all = generations.all();
        ReloadFailure failure = live.state().failure();
        Snapshot serving = live.current();
        return AdminJson.response(
                200,
                new Overview(
                        PastExplainer.of(serving),
                        counts(serving),
                        failure == null ? List.of() : failure.problems(),
                        failure == null ? 0 : failure.total(),
                        all.stream()
                                .skip(1)
                                .map(past -> new Served(PastExplainer.of(past.snapshot())))
                                .toList(),
                        lastChange(all)));
    }

    private static Map<String, Integer> counts(Snapshot snapshot) {
        return new TreeMap<>(Map.of(
                "services", snapshot.services().all().size(),
                "routes", snapshot.services().routes().size(),
                "keys", snapshot.keys().all().size()));
    }

    /** Compares once for each change. */
    private synchronized @Nullable LastChange lastChange(List<Generation> all) {
        if (all.size() < 2) {
            return null;
        }
        Generation now = all.get(0);
        Generation before = all.get(1);
        LastChange last = known;
        if (last != null && last.to().revision() == now.snapshot().revision()) {
            return last;
        }
        if (now.written() == null || before.written() == null) {
            return null;
        }
        ComparisonReport report =
                ComparisonReport.compare(before.written(), configuration, now.written(), configuration, clock);
        List<Change> changes = report.changes().stream()
                .limit(MOST_CHANGES)
                .map(line -> new Change(line.effect(), line.line()))
                .toList();
        last = new LastChange(
                PastExplainer.of(before.snapshot()),
                PastExplainer.of(now.snapshot()),
                report.changes().size() + report.omitted(),
                changes);
        known = last;
        return last;
    }
}
