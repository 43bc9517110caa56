package io.gatehouse.registry.yaml;

import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problem;

/** Thrown inside this package where a document cannot be read any further. */
final class Unreadable extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    Unreadable(Origin origin, String given, String expected) {
        super(given, null, false, false);
        problem = new Problem(origin, "", given, expected);
    }

    Problem problem() {
        return problem;
    }
}
