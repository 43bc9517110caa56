package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import java.util.HashMap;
import java.util.Map;

/** No two routes may have the same host and path: which one wins would be chance. */
final class RoutesAreDistinct implements DocumentRule {

    @Override
    public void check(BoundRegistry bound, Problems problems) {
        Map<String, Origin> seen = new HashMap<>();
        bound.documents().services().forEach((name, service) -> {
            for (int i = 0; i < service.routes().size(); i++) {
                RouteDocument route = service.routes().get(i);
                String shown = (route.host() == null ? "" : route.host().text()) + route.path();
                Origin first = seen.putIfAbsent(shown, route.origin());
                if (first != null) {
                    problems.add(
                            route.origin(),
                            "services." + name + ".routes[" + i + "]",
                            '"' + shown + '"',
                            "a host and path that no other route has; the first is at " + first);
                }
            }
        });
    }
}
