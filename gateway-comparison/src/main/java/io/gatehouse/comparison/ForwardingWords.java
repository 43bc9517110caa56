package io.gatehouse.comparison;

import io.gatehouse.compiler.document.CacheDocument;
import io.gatehouse.compiler.document.ConcurrencyDocument;
import io.gatehouse.compiler.document.HealthCheckDocument;
import io.gatehouse.compiler.document.MirrorDocument;
import io.gatehouse.compiler.document.RequestHeadersDocument;
import io.gatehouse.compiler.document.RetryDocument;
import io.gatehouse.compiler.document.RetryDocument.RetryCondition;
import io.gatehouse.compiler.document.ServiceDocument;
import io.gatehouse.compiler.document.ServiceDocument.HostHeader;
import io.gatehouse.compiler.document.ServiceDocument.ResponseHeadersDocument;
import io.gatehouse.compiler.document.ServiceDocument.TimeoutsDocument;
import io.gatehouse.configuration.Setting;
import io.gatehouse.domain.service.Balancing;
import io.gatehouse.domain.service.Steering.RewrittenLocations;
import io.gatehouse.domain.service.StickyCookie;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a service does with the calls that it forwards, in words. Headers are named, and what they say is not. */
final class ForwardingWords {

    private ForwardingWords() {}

    static String of(Setting<RetryDocument> setting) {
        if (!(setting instanceof Setting.Value<RetryDocument> given)) {
            return setting instanceof Setting.Off ? "never" : "up to 2 times on connect-failure (by default)";
        }
        RetryDocument retry = given.value();
        Duration perTry = retry.perTryTimeout();
        return "up to " + retry.attempts() + (retry.attempts() == 1 ? " time on " : " times on ")
                + retry.on().stream().map(RetryCondition::text).sorted().collect(Collectors.joining(", "))
                + " within " + retry.budget().of(100) + "% of requests"
                + (perTry == null ? "" : ", " + perTry.toMillis() + " ms a try")
                + (retry.hedge() ? ", hedged" : "");
    }

    static String of(@Nullable ConcurrencyDocument document) {
        return document == null
                ? "any number of requests at a time"
                : document.compiled().inWords();
    }

    /** What a choice of hosts says besides how it is made. */
    static List<String> of(Balancing how) {
        var parts = new ArrayList<String>();
        if (how.strategy().equals(Balancing.CONSISTENT_HASH)) {
            parts.add(
                    how.mostOfAverage() == 0
                            ? "a host may have any share of the calls"
                            : "a host may have " + how.mostOfAverage() + "% of the average of calls");
        }
        StickyCookie cookie = how.sticky();
        if (cookie != null) {
            Duration ttl = cookie.ttl();
            parts.add("callers come back to a host "
                    + (ttl == null ? "until their browser is closed" : "for " + ResilienceWords.time(ttl)));
            parts.add("the cookie says SameSite=" + cookie.sameSite().attribute());
        }
        return parts;
    }

    static String upstreamTls(ServiceDocument service) {
        return service.upstreamTls() == null
                ? "hosts are secured as their names say"
                : "hosts are secured by upstream-tls " + service.upstreamTls();
    }

    static String of(@Nullable MirrorDocument mirror) {
        return mirror == null ? "nowhere" : mirror.share().text() + " to " + mirror.to();
    }

    static String of(@Nullable HealthCheckDocument check) {
        if (check == null) {
            return "hosts count as healthy";
        }
        Duration slowly = check.slowStart();
        return "hosts are asked for " + check.path() + " every " + ResilienceWords.time(check.interval())
                + ", are left out after " + check.unhealthyAfter() + " bad responses"
                + (slowly == null ? "" : ", take " + ResilienceWords.time(slowly) + " to come back")
                + (check.panic() ? ", and are used all the same if all are bad" : "");
    }

    static String of(HostHeader header) {
        return header == HostHeader.PRESERVE
                ? "upstreams see the Host that callers name"
                : "upstreams see their own name as Host";
    }

    static String of(@Nullable RewrittenLocations locations) {
        if (locations == null) {
            return "locations pass as the upstream says them";
        }
        return "locations that name the upstream"
                + (locations == RewrittenLocations.PATHS ? ", and paths without an address," : "")
                + " become what was called";
    }

    static String of(CacheDocument cache) {
        return "keeps responses of up to " + cache.maxEntry().bytes() + " bytes"
                + (cache.cacheStatus() ? " and says so in Cache-Status" : "");
    }

    /** One part for each time. */
    static List<String> of(TimeoutsDocument timeouts) {
        Duration total = timeouts.total();
        String header = timeouts.deadlineHeader();
        return List.of(
                "a connection may take " + ResilienceWords.time(timeouts.connect()),
                "the head of a response may take " + ResilienceWords.time(timeouts.response()),
                "nothing may come for " + ResilienceWords.time(timeouts.idle()),
                "a call may take " + (total == null ? "any time" : ResilienceWords.time(total)),
                header == null
                        ? "callers cannot say for how long they wait"
                        : "callers may say by " + header + " for how long they wait");
    }

    /** What is made of each header by its name. */
    static Map<String, List<Object>> of(RequestHeadersDocument headers) {
        var made = edits(headers.set(), headers.remove());
        headers.add().forEach((name, value) -> edit(made, name, "add", value));
        return made;
    }

    static Map<String, List<Object>> of(ResponseHeadersDocument headers) {
        return edits(headers.set(), headers.remove());
    }

    private static Map<String, List<Object>> edits(Map<?, ?> set, List<?> remove) {
        var made = new TreeMap<String, List<Object>>(String.CASE_INSENSITIVE_ORDER);
        set.forEach((name, value) -> edit(made, name, "set", value));
        remove.forEach(name -> edit(made, name, "remove", ""));
        return made;
    }

    private static void edit(Map<String, List<Object>> made, Object name, String how, Object value) {
        made.computeIfAbsent(name.toString(), first -> new ArrayList<>()).add(List.of(how, NormalForm.of(value)));
    }

    /** The names of headers of which the one side makes something else than the other. */
    static String others(Map<String, List<Object>> old, Map<String, List<Object>> now) {
        var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(old.keySet());
        names.addAll(now.keySet());
        names.removeIf(name -> Objects.equals(old.get(name), now.get(name)));
        return ComparisonFindings.ListText.some(names);
    }
}
