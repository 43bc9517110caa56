package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Problems;
import io.gatehouse.configuration.Suggestion;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** A rule between documents, or between parts of one: adds a problem for all that breaks it, or warns of it where it is no mistake. */
@FunctionalInterface
interface DocumentRule {

    /** All rules, in the order in which they are checked. */
    List<DocumentRule> ALL = List.of(
            ServiceRules::routesAreDistinct,
            ServiceRules::routeVersionsExist,
            ServiceRules::versionsAreThereToForwardTo,
            ServiceRules::redirectsLeadElsewhere,
            ServiceRules::rolloutsHaveVersions,
            ServiceRules::hostsAreDistinct,
            TenancyRules::aclsNameWhatExists,
            TenancyRules::dedicatedHostsExist,
            TenancyRules::packagesExist,
            ThrottlingRules::namesExist,
            ObservationRules::checksComeLater,
            TenancyRules::keysAreDistinct,
            ServiceRules::ambiguousPathsHaveNoRules,
            ServiceRules::openServicesSayIt,
            ServiceRules::routesLeaveNames,
            ServiceRules::hostsTakeRequests,
            ThrottlingRules::strategiesAreUsed);

    int MOST_CHOICES = 20;

    void check(BoundRegistry bound, Problems problems);

    /** What there is to choose from, for messages. */
    static String oneOf(Collection<?> known) {
        if (known.isEmpty()) {
            return "one of nothing, there is none";
        }
        String names = known.stream().limit(MOST_CHOICES).map(Object::toString).collect(Collectors.joining(", "));
        return "one of " + names + (known.size() > MOST_CHOICES ? ", ..." : "");
    }

    /** The same, with the one that was probably meant. */
    static String oneOf(Collection<String> known, String written) {
        return oneOf(known) + Suggestion.hint(written, known);
    }
}
