package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Notice;
import io.gatehouse.configuration.Problems;

/** Warns of routes for every host that take the whole name of another service, which then cannot be reached by it. */
final class RoutesLeaveNames implements DocumentRule {

    @Override
    public void check(BoundRegistry bound, Problems problems) {
        bound.documents().services().forEach((name, service) -> {
            for (int i = 0; i < service.routes().size(); i++) {
                RouteDocument route = service.routes().get(i);
                String taken = route.path().text().substring(1);
                if (route.host() == null
                        && !taken.equals(name)
                        && bound.documents().services().containsKey(taken)) {
                    problems.warn(new Notice(
                            route.origin(),
                            "services." + name + ".routes[" + i + "].path",
                            '"' + route.path().text() + '"',
                            "the service " + taken + " cannot be reached by its name, as routes win over names"));
                }
            }
        });
    }
}
