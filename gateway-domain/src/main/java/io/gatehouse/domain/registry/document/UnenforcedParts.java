package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.document.Origin;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The table of what this version does not act upon yet; nobody relies on it for protection. A feature that is built takes its row away. */
public final class UnenforcedParts {

    private record Row(String what, Function<RegistryDocuments, Stream<Found>> find) {}

    private static final List<Row> ROWS = List.of(
            new Row("retry", search -> UnenforcedSearch.services(search, "retry", s -> s.retry() != null)),
            new Row(
                    "circuit breaking",
                    search -> UnenforcedSearch.services(search, "circuit-breaker", s -> s.circuitBreaker() != null)),
            new Row(
                    "leaving out failing hosts",
                    search -> UnenforcedSearch.services(search, "outliers", s -> s.outliers() != null)),
            new Row(
                    "this load balancing (round-robin is used)",
                    search -> UnenforcedSearch.services(
                            search,
                            "load-balancing",
                            s -> s.loadBalancing() == LoadBalancing.PEAK_EWMA
                                    || s.loadBalancing() == LoadBalancing.CONSISTENT_HASH)));

    private UnenforcedParts() {}

    /** A place where such a part is written. */
    record Found(Origin origin, String path) {}

    /** Everything of these documents that this version does not act upon. */
    public static List<Unenforced> of(RegistryDocuments documents) {
        return ROWS.stream()
                .flatMap(row -> row.find()
                        .apply(documents)
                        .map(found -> new Unenforced(found.origin(), found.path(), row.what())))
                .toList();
    }
}
