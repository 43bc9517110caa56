package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Problems;

/** A route may only lead to a version that its service has. */
final class RouteVersionsExist implements DocumentRule {

    @Override
    public void check(BoundRegistry bound, Problems problems) {
        bound.documents().services().forEach((name, service) -> {
            for (int i = 0; i < service.routes().size(); i++) {
                RouteDocument route = service.routes().get(i);
                if (route.version() != null && !service.versions().containsKey(route.version())) {
                    problems.add(
                            route.origin(),
                            "services." + name + ".routes[" + i + "].version",
                            '"' + route.version().toString() + '"',
                            "one of " + Choices.of(service.versions().keySet()));
                }
            }
        });
    }
}
