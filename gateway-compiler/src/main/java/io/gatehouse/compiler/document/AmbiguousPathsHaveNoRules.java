package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import java.util.HashMap;
import java.util.Map;

/**
 * A service that is handed ambiguous paths may not have rules that name paths: the upstream could read such a path in
 * another way than the rule did.
 */
final class AmbiguousPathsHaveNoRules implements DocumentRule {

    @Override
    public void check(BoundRegistry bound, Problems problems) {
        Map<String, Origin> named = rulesWithPaths(bound);
        bound.documents().services().forEach((name, service) -> {
            Origin rule = named.get(name);
            if (rule == null) {
                return;
            }
            String expected = "refuse, as a rule of the service names paths, at " + rule;
            if (service.encodedSlash() == AmbiguousPathPolicy.PASS) {
                problems.add(service.origin(), "services." + name + ".encoded-slash", "\"pass\"", expected);
            }
            if (service.pathParameters() == AmbiguousPathPolicy.PASS) {
                problems.add(service.origin(), "services." + name + ".path-parameters", "\"pass\"", expected);
            }
        });
    }

    /** For each service, the first rule that names a path. */
    private static Map<String, Origin> rulesWithPaths(BoundRegistry bound) {
        Map<String, Origin> named = new HashMap<>();
        for (AclLocation place : AclLocation.all(bound.documents())) {
            place.acl()
                    .services()
                    .forEach((service, rules) -> rules.versions().values().stream()
                            .flatMap(version -> version.methods().values().stream())
                            .filter(method -> !method.paths().isEmpty())
                            .forEach(method -> named.putIfAbsent(service, method.origin())));
        }
        for (LevelLocation place : LevelLocation.all(bound)) {
            ThrottlingLevelDocument entry = place.entry();
            if (entry != null && entry.apis() != null) {
                named.putIfAbsent(place.service(), entry.origin());
            }
        }
        return named;
    }
}
