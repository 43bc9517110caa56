package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Notice;
import io.gatehouse.configuration.Problems;
import java.util.List;

/** Warns of versions, and of keys with hosts of their own, all of whose hosts are drained: nothing is left to answer. */
final class HostsTakeRequests implements DocumentRule {

    @Override
    public void check(BoundRegistry bound, Problems problems) {
        bound.documents()
                .services()
                .forEach((name, service) -> service.versions()
                        .forEach((version, document) -> check(
                                "services." + name + ".versions." + version + ".hosts", document.hosts(), problems)));
        for (KeyLocation place : bound.keys()) {
            if (!place.key().hosts().isEmpty()) {
                place.key()
                        .hosts()
                        .forEach((reference, hosts) -> check(place.path() + ".hosts." + reference, hosts, problems));
            }
        }
    }

    private static void check(String path, List<HostDocument> hosts, Problems problems) {
        if (!hosts.isEmpty() && hosts.stream().allMatch(host -> host.weight() == 0)) {
            problems.warn(new Notice(
                    hosts.get(0).origin(),
                    path,
                    "every host has weight 0",
                    "all are drained, and requests are answered 503 no-healthy-host"));
        }
    }
}
