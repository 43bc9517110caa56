package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Problems;
import io.gatehouse.configuration.Suggestion;
import java.util.Map;

/** Access rules may only name services and versions that exist: a slip would refuse callers, or let them in. */
final class AclNamesWhatExists implements DocumentRule {

    @Override
    public void check(BoundRegistry bound, Problems problems) {
        Map<String, ServiceDocument> services = bound.documents().services();
        for (AclLocation place : AclLocation.all(bound.documents())) {
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
                            "one of " + Choices.of(services.keySet()) + Suggestion.hint(name, services.keySet()));
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
                        "one of " + Choices.of(service.versions().keySet()));
            }
        });
    }
}
