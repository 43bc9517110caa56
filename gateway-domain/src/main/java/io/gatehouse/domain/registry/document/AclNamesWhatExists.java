package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.document.Problems;
import io.gatehouse.domain.document.Suggestion;
import java.util.Map;

/** Access rules may only name services and versions that exist: a slip would refuse callers, or let them in. */
final class AclNamesWhatExists implements DocumentRule {

    @Override
    public void check(Bound bound, Problems problems) {
        Map<String, ServiceDocument> services = bound.documents().services();
        for (AclPlace place : AclPlace.all(bound.documents())) {
            place.acl().services().forEach((name, rules) -> {
                String path = place.path() + "." + name;
                ServiceDocument service = services.get(name);
                if (service != null) {
                    versions(path, service, rules, problems);
                } else if (!bound.declaresService(name)) {
                    problems.add(
                            rules.origin(),
                            path,
                            "unknown service",
                            "one of " + Listed.of(services.keySet()) + Suggestion.hint(name, services.keySet()));
                }
            });
        }
    }

    private static void versions(String path, ServiceDocument service, ServiceAclDocument rules, Problems problems) {
        rules.versions().forEach((version, document) -> {
            if (!service.versions().containsKey(version)) {
                problems.add(
                        document.origin(),
                        path + "." + version,
                        "unknown version",
                        "one of " + Listed.of(service.versions().keySet()));
            }
        });
    }
}
