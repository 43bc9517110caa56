package io.gatehouse.comparison;

import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.service.VersionNumber;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How versions are told: with their number only where there are several. */
final class VersionLabels {

    private VersionLabels() {}

    static RulesComparison.Label of(Service before, Service after, VersionNumber version) {
        Set<VersionNumber> numbers = new HashSet<>();
        for (Service service : List.of(before, after)) {
            service.versions().stream().map(ServiceVersion::key).forEach(key -> numbers.add(key.version()));
        }
        String prefix = "/" + before.name() + (numbers.size() > 1 ? "/v" + version : "");
        return new RulesComparison.Label(before.name() + " v" + version, prefix);
    }

    static RulesComparison.Label withoutVersion(String service) {
        return new RulesComparison.Label(service + " without a version", "/" + service);
    }

    static Phrase unversioned(String service, VersionNumber before, VersionNumber after) {
        return Phrase.apart("/" + service + " without a version leads to v" + after + " instead of v" + before);
    }
}
