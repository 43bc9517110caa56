package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import io.gatehouse.configuration.Suggestion;
import java.util.Map;
import java.util.Set;

/** A key may only have hosts of its own, one or more, for services and versions that exist. */
final class DedicatedHostsExist implements DocumentRule {

    @Override
    public void check(BoundRegistry bound, Problems problems) {
        for (KeyLocation place : bound.keys()) {
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
            DeploymentReference reference, Origin origin, String path, BoundRegistry bound, Problems problems) {
        Map<String, ServiceDocument> services = bound.documents().services();
        ServiceDocument service = services.get(reference.service());
        if (service == null) {
            if (!bound.declaresService(reference.service())) {
                Set<String> known = services.keySet();
                problems.add(
                        origin,
                        path,
                        "unknown service",
                        "one of " + Choices.of(known) + Suggestion.hint(reference.service(), known));
            }
        } else if (reference.version() != null && !service.versions().containsKey(reference.version())) {
            problems.add(
                    origin,
                    path,
                    "unknown version",
                    "one of " + Choices.of(service.versions().keySet()));
        }
    }
}
