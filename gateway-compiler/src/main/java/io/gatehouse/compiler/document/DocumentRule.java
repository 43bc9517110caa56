package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Problems;
import java.util.List;

/** A rule between documents, or between parts of one. Tells all that breaks it, or warns of it where it is no mistake. */
@FunctionalInterface
interface DocumentRule {

    /** All rules, in the order in which they are checked. */
    List<DocumentRule> ALL = List.of(
            new RoutesAreDistinct(),
            new RouteVersionsExist(),
            new HostsAreDistinct(),
            new AclNamesWhatExists(),
            new DedicatedHostsExist(),
            new PackagesExist(),
            new StrategiesExist(),
            new KeysAreDistinct(),
            new AmbiguousPathsHaveNoRules(),
            new OpenServices(),
            new RoutesLeaveNames(),
            new HostsTakeRequests(),
            new StrategiesAreUsed());

    void check(BoundRegistry bound, Problems problems);
}
