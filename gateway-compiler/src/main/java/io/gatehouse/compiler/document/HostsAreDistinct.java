package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A version, and a key that has hosts of its own, may name a host only once: weights are what gives it a larger share. */
final class HostsAreDistinct implements DocumentRule {

    @Override
    public void check(BoundRegistry bound, Problems problems) {
        bound.documents()
                .services()
                .forEach((name, service) -> service.versions()
                        .forEach((version, document) -> check(
                                "services." + name + ".versions." + version + ".hosts", document.hosts(), problems)));
        for (KeyLocation place : bound.keys()) {
            place.key()
                    .hosts()
                    .forEach((reference, hosts) -> check(place.path() + ".hosts." + reference, hosts, problems));
        }
    }

    private static void check(String path, List<HostDocument> hosts, Problems problems) {
        Map<HostUrl, Origin> seen = new HashMap<>();
        for (int i = 0; i < hosts.size(); i++) {
            HostDocument host = hosts.get(i);
            Origin first = seen.putIfAbsent(host.url(), host.origin());
            if (first != null) {
                problems.add(
                        host.origin(),
                        path + "[" + i + "]",
                        '"' + host.url().toString() + '"',
                        "every host only once, with a weight; the first is at " + first);
            }
        }
    }
}
