package io.gatehouse.app.usage;

import io.gatehouse.app.comparison.ComparisonReport;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.console.JsonText;
import io.gatehouse.app.registry.Capabilities;
import io.gatehouse.app.registry.LoadedRegistry;
import io.gatehouse.app.registry.RegistryReading;
import io.gatehouse.app.usage.UnusedNames.Unused;
import io.gatehouse.configuration.Problem;
import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminResponse;
import io.gatehouse.domain.admin.AdminRoute;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.usage.UsageStore.Note;
import io.gatehouse.domain.usage.UsageStoreException;
import io.gatehouse.http.admin.AdminJson;
import io.gatehouse.observability.ApiJson;
import io.gatehouse.observability.usage.UsageLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code GET /unused?days=30}: the keys, grants and routes of what is served that nobody has used in so many days of watching, and the
 * patch that takes them out.
 *
 * <p>Changes nothing. Answers 409 if what is served is no longer what its source holds, 503 while the store of usage fails.
 */
public final class UnusedEndpoint implements AdminRoute {

    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final String USUAL_DAYS = "30";

    private final UsageLedger ledger;
    private final Supplier<Optional<LoadedRegistry>> served;
    private final GatewayConfiguration configuration;
    private final Capabilities capabilities;
    private final GatewayClock clock;

    /** Asks this ledger about what is served; the supplier blocks for as long as the source does. */
    public UnusedEndpoint(
            UsageLedger ledger,
            Supplier<Optional<LoadedRegistry>> served,
            GatewayConfiguration configuration,
            Capabilities capabilities,
            GatewayClock clock) {
        this.ledger = ledger;
        this.served = served;
        this.configuration = configuration;
        this.capabilities = capabilities;
        this.clock = clock;
    }

    @Override
    public String path() {
        return "/unused";
    }

    @Override
    public AdminResponse handle(AdminRequest request) {
        AdminResponse unknown = ApiJson.unknownParameter(request, "days");
        if (unknown != null) {
            return unknown;
        }
        String days = request.query().getOrDefault("days", USUAL_DAYS);
        if (!days.matches("[1-9][0-9]{0,3}")) {
            return AdminJson.problem(400, "days is no number of days (expected 1 to 9999)");
        }
        try {
            Optional<LoadedRegistry> live = served.get();
            return live.isEmpty()
                    ? AdminJson.problem(
                            409, "what is served is not what the registry's source holds; see GET /registry")
                    : AdminResponse.json(200, JsonText.of(report(Integer.parseInt(days), live.get())));
        } catch (UsageStoreException e) {
            return AdminJson.problem(503, "the store of usage does not answer");
        }
    }

    private UnusedReport report(int days, LoadedRegistry live) {
        List<Note> notes = ledger.notes(WITHIN);
        var watched = new WatchedTime(notes.stream()
                .filter(note -> note.name().startsWith(UsageLedger.WATCH))
                .toList());
        List<Unused> unused = UnusedNames.of(
                live.documents(), notes, watched, Duration.ofDays(days).toMillis());
        var pruned =
                new PrunedTree(live.tree(), unused.stream().map(Unused::pointer).toList());
        RegistryReading.Result read = RegistryReading.check(pruned.tree(), capabilities);
        boolean changes = !unused.isEmpty() && read instanceof RegistryReading.Good;
        return new UnusedReport(
                days,
                watched.begin() < 0
                        ? null
                        : Instant.ofEpochMilli(watched.begin()).toString(),
                Duration.ofMillis(watched.since(0)).toDays(),
                unused.stream().map(UnusedEndpoint::line).toList(),
                pruned.patch(),
                read instanceof RegistryReading.Broken broken
                        ? broken.problems().list().stream()
                                .map(Problem::toString)
                                .toList()
                        : List.of(),
                changes && read instanceof RegistryReading.Good good
                        ? ComparisonReport.compare(live, configuration, good.registry(), configuration, clock)
                        : null);
    }

    private static UnusedReport.Line line(Unused unused) {
        return new UnusedReport.Line(
                unused.kind(),
                unused.name(),
                unused.origin().toString(),
                UnusedNames.time(unused.usedMillis()),
                UnusedNames.time(unused.sinceMillis()));
    }
}
