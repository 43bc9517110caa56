package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.document.Origin;
import io.gatehouse.domain.document.Setting;
import io.gatehouse.domain.document.Sourced;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the parts that {@link UnenforcedParts} lists. */
final class UnenforcedSearch {

    private UnenforcedSearch() {}

    static Stream<UnenforcedParts.Found> services(
            RegistryDocuments documents, String key, Predicate<ServiceDocument> has) {
        return documents.services().entrySet().stream()
                .filter(service -> has.test(service.getValue()))
                .map(service -> found(service.getValue().origin(), "services." + service.getKey() + "." + key));
    }

    static Stream<UnenforcedParts.Found> throttling(RegistryDocuments documents) {
        ThrottlingDocument throttling = documents.policy().throttling();
        Stream<UnenforcedParts.Found> levels = LevelPlace.all(documents).stream()
                .filter(place -> uses(place.entry()))
                .map(place -> found(place.origin(), place.path()));
        Stream<UnenforcedParts.Found> gateway = Stream.of(
                        named("throttling.edge", throttling.edge()),
                        named("throttling.public", throttling.publicApis()),
                        named("throttling.private", throttling.privateApis()))
                .flatMap(Function.identity());
        return Stream.concat(gateway, levels);
    }

    private static Stream<UnenforcedParts.Found> named(String path, Setting<Sourced<String>> strategy) {
        return strategy instanceof Setting.Value<Sourced<String>> set
                ? Stream.of(found(set.value().origin(), path))
                : Stream.of();
    }

    private static boolean uses(@Nullable ThrottlingLevelDocument level) {
        return level != null
                && (level.publicApis() instanceof Setting.Value || level.privateApis() instanceof Setting.Value);
    }

    private static UnenforcedParts.Found found(Origin origin, String path) {
        return new UnenforcedParts.Found(origin, path);
    }
}
