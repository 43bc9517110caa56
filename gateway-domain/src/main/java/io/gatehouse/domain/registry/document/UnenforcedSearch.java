package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.document.Origin;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds the parts that {@link UnenforcedParts} lists. */
final class UnenforcedSearch {

    private UnenforcedSearch() {}

    static Stream<UnenforcedParts.Found> services(
            RegistryDocuments documents, String key, Predicate<ServiceDocument> has) {
        return documents.services().entrySet().stream()
                .filter(service -> has.test(service.getValue()))
                .map(service -> found(service.getValue().origin(), "services." + service.getKey() + "." + key));
    }

    private static UnenforcedParts.Found found(Origin origin, String path) {
        return new UnenforcedParts.Found(origin, path);
    }
}
