package io.gatehouse.comparison;

import io.gatehouse.compiler.document.HostDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares the hosts of a version. */
final class HostComparison {

    private HostComparison() {}

    static void compare(
            String subject, List<HostDocument> before, List<HostDocument> after, ComparisonFindings findings) {
        Map<String, Integer> old = weights(before);
        Map<String, Integer> now = weights(after);
        var added = new ArrayList<String>();
        var weighed = new ArrayList<String>();
        now.forEach((host, weight) -> {
            Integer then = old.get(host);
            if (then == null) {
                added.add(host);
            } else if (!then.equals(weight)) {
                weighed.add(host + " " + weight + " instead of " + then);
            }
        });
        var gone = new ArrayList<>(old.keySet());
        gone.removeAll(now.keySet());
        tell(subject, "added", added, findings);
        tell(subject, "gone", gone, findings);
        if (!weighed.isEmpty()) {
            findings.add(
                    Severity.CHANGE, ChangeKind.SERVICE, subject, Phrase.apart("weight of " + ListText.some(weighed)));
        }
    }

    private static void tell(String subject, String what, List<String> hosts, ComparisonFindings findings) {
        if (!hosts.isEmpty()) {
            String noun = hosts.size() == 1 ? "host " : hosts.size() + " hosts ";
            findings.add(
                    Severity.CHANGE,
                    ChangeKind.SERVICE,
                    subject,
                    Phrase.apart(noun + ListText.some(hosts) + " " + what));
        }
    }

    private static Map<String, Integer> weights(List<HostDocument> hosts) {
        var weights = new LinkedHashMap<String, Integer>();
        hosts.forEach(host -> weights.put(host.url().toString(), host.weight()));
        return weights;
    }
}
