package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.document.Origin;
import io.gatehouse.domain.document.Problems;
import io.gatehouse.domain.document.Suggestion;
import java.util.Map;
import java.util.Set;

/** A key may only have hosts of its own, one or more, for services and versions that exist. */
final class OwnHostsNameWhatExists implements DocumentRule {

    @Override
    public void check(Bound bound, Problems problems) {
        for (KeyPlace place : bound.keys()) {
            place.key().hosts().forEach((reference, hosts) -> {
                String path = place.path() + ".hosts." + reference;
                if (hosts.isEmpty()) {
                    problems.add(place.key().origin(), path, "[]", "at least one host");
                } else {
                    names(reference, hosts.get(0).origin(), path, bound, problems);
                }
            });
        }
    }

    private static void names(
            DeploymentReference reference, Origin origin, String path, Bound bound, Problems problems) {
        Map<String, ServiceDocument> services = bound.documents().services();
        ServiceDocument service = services.get(reference.service());
        if (service == null) {
            if (!bound.declaresService(reference.service())) {
                Set<String> known = services.keySet();
                problems.add(
                        origin,
                        path,
                        "unknown service",
                        "one of " + Listed.of(known) + Suggestion.hint(reference.service(), known));
            }
        } else if (reference.version() != null && !service.versions().containsKey(reference.version())) {
            problems.add(
                    origin,
                    path,
                    "unknown version",
                    "one of " + Listed.of(service.versions().keySet()));
        }
    }
}
