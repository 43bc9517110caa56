package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.document.Notice;
import io.gatehouse.domain.document.Problems;
import io.gatehouse.domain.registry.Courtesy;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Warns of access rules that never hold, as another pattern fits the same paths by another name of a parameter. */
final class PatternsAreDistinct implements DocumentRule {

    @Override
    public void check(Bound bound, Problems problems) {
        for (AclPlace place : AclPlace.all(bound.documents())) {
            Courtesy.giveWay();
            place.acl()
                    .services()
                    .forEach((service, rules) -> rules.versions()
                            .forEach((version, document) -> document.methods()
                                    .forEach((method, written) -> check(
                                            String.join(".", place.path(), service, version.toString(), method),
                                            written.paths(),
                                            problems))));
        }
    }

    private static void check(String path, Map<PathPattern, ApiAclDocument> patterns, Problems problems) {
        if (patterns.size() < 2) {
            return;
        }
        Map<List<String>, PathPattern> seen = new HashMap<>();
        patterns.keySet().stream()
                .filter(pattern -> pattern.text().contains("/:"))
                .sorted(Comparator.comparing(PathPattern::text))
                .forEach(pattern -> {
                    PathPattern first = seen.putIfAbsent(pattern.shape(), pattern);
                    ApiAclDocument rule = patterns.get(pattern);
                    if (first != null && rule != null) {
                        problems.warn(new Notice(
                                rule.origin(),
                                path + "." + pattern,
                                "a pattern for the same paths as " + first,
                                "that one holds, and this one never does"));
                    }
                });
    }
}
