package io.gatehouse.observability.api;

import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminResponse;
import io.gatehouse.domain.observation.Observation;
import io.gatehouse.domain.observation.ObservedCheck;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.observability.ApiJson;
import io.gatehouse.observability.tally.ObservedTallies;
import io.gatehouse.observability.tally.ObservedTallies.Observed;
import io.gatehouse.observability.tally.ObservedTallies.Pair;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code /dashboard/api/observed}: which checks are only watched, and whom they would have refused. Safe for concurrent use. */
final class ObservedEndpoint {

    private static final int MOST_PLACES = 500;

    private final ObservedTallies tallies;
    private final LiveRegistry registry;
    private final GatewayClock clock;

    ObservedEndpoint(ObservedTallies tallies, LiveRegistry registry, GatewayClock clock) {
        this.tallies = tallies;
        this.registry = registry;
        this.clock = clock;
    }

    /** {@code Observed}. */
    private record ObservedChecks(List<WatchedView> watched, List<ObservedView> observed) {}

    private record WatchedView(String place, Collection<String> checks) {}

    private record ObservedView(
            String check,
            String code,
            @Nullable String rule,
            @Nullable String tenant,
            @Nullable String application,
            @Nullable String key,
            long lastMinute,
            long sinceStart,
            String last,
            String lastRequest) {

        static ObservedView of(Observed observed) {
            Pair pair = observed.pair();
            return new ObservedView(
                    word(pair.check()),
                    pair.rejection().code(),
                    pair.rule(),
                    pair.tenant(),
                    pair.application(),
                    pair.key(),
                    observed.lastMinute(),
                    observed.sinceStart(),
                    ApiJson.time(observed.lastMillis()),
                    observed.lastRequestId());
        }
    }

    AdminResponse handle(AdminRequest request) {
        AdminResponse unknown = ApiJson.unknownParameter(request, "tenant", "key");
        if (unknown != null) {
            return unknown;
        }
        Map<String, String> query = request.query();
        List<ObservedView> observed = tallies.all(clock.epochMillis()).stream()
                .filter(one -> isWanted(query.get("tenant"), one.pair().tenant()))
                .filter(one -> isWanted(query.get("key"), one.pair().key()))
                .sorted(Comparator.comparingLong(Observed::sinceStart).reversed())
                .map(ObservedView::of)
                .toList();
        return ApiJson.ok(new ObservedChecks(watched(registry.current()), observed));
    }

    private static boolean isWanted(@Nullable String wanted, @Nullable String name) {
        return wanted == null || wanted.equals(name == null ? "none" : name);
    }

    /** Where the registry says that checks are only watched, whether or not they would have refused anybody. */
    private static List<WatchedView> watched(Snapshot snapshot) {
        Map<String, Collection<String>> places = new TreeMap<>();
        add(places, snapshot.policy().observation());
        for (Service service : snapshot.services().all()) {
            add(places, service.observation());
        }
        for (ApiKey key : snapshot.keys().all()) {
            add(places, key.observation());
        }
        return places.entrySet().stream()
                .limit(MOST_PLACES)
                .map(entry -> new WatchedView(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static void add(Map<String, Collection<String>> places, @Nullable Observation observation) {
        if (observation != null) {
            Collection<String> checks =
                    places.computeIfAbsent(observation.origin().toString(), first -> new TreeSet<>());
            observation.checks().forEach(check -> checks.add(word(check)));
        }
    }

    private static String word(ObservedCheck check) {
        return check.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
