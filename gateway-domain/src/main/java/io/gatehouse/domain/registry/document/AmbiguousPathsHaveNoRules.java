package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.document.Origin;
import io.gatehouse.domain.document.Problems;
import java.util.HashMap;
import java.util.Map;

/**
 * A service that is handed ambiguous paths may not have rules that name paths: the upstream could read such a path in
 * another way than the rule did.
 */
final class AmbiguousPathsHaveNoRules implements DocumentRule {

    @Override
    public void check(Bound bound, Problems problems) {
        Map<String, Origin> named = rulesWithPaths(bound);
        bound.documents().services().forEach((name, service) -> {
            Origin rule = named.get(name);
            if (rule == null) {
                return;
            }
            String expected = "refuse, as a rule of the service names paths, at " + rule;
            if (service.encodedSlash() == Passage.PASS) {
                problems.add(service.origin(), "services." + name + ".encoded-slash", "\"pass\"", expected);
            }
            if (service.pathParameters() == Passage.PASS) {
                problems.add(service.origin(), "services." + name + ".path-parameters", "\"pass\"", expected);
            }
        });
    }

    /** For each service, the first rule that names a path. */
    private static Map<String, Origin> rulesWithPaths(Bound bound) {
        Map<String, Origin> named = new HashMap<>();
        for (AclPlace place : AclPlace.all(bound.documents())) {
            place.acl()
                    .services()
                    .forEach((service, rules) -> rules.versions().values().stream()
                            .flatMap(version -> version.methods().values().stream())
                            .filter(method -> !method.paths().isEmpty())
                            .forEach(method -> named.putIfAbsent(service, method.origin())));
        }
        for (LevelPlace place : LevelPlace.all(bound)) {
            ThrottlingLevelDocument entry = place.entry();
            if (entry != null && entry.apis() != null) {
                named.putIfAbsent(place.service(), entry.origin());
            }
        }
        return named;
    }
}
