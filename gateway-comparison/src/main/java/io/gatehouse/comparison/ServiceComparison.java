package io.gatehouse.comparison;

import io.gatehouse.comparison.Change.ChangeKind;
import io.gatehouse.comparison.Change.Severity;
import io.gatehouse.comparison.ComparisonFindings.ListText;
import io.gatehouse.comparison.ComparisonFindings.Phrase;
import io.gatehouse.compiler.document.HostDocument;
import io.gatehouse.compiler.document.IdempotencyDocument;
import io.gatehouse.compiler.document.Requirement;
import io.gatehouse.compiler.document.RolloutDocument;
import io.gatehouse.compiler.document.ServiceDocument;
import io.gatehouse.compiler.document.ServiceDocument.AmbiguousPathPolicy;
import io.gatehouse.compiler.document.ServiceDocument.CredentialPassing;
import io.gatehouse.compiler.document.ServiceDocument.TimeoutsDocument;
import io.gatehouse.compiler.document.VersionDocument;
import io.gatehouse.configuration.ListOrExtension;
import io.gatehouse.configuration.Size;
import io.gatehouse.domain.service.Balancing;
import io.gatehouse.domain.service.StickyCookie;
import io.gatehouse.domain.service.VersionNumber;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Compares services and their versions: what is there at all, and what holds for whoever calls it. */
record ServiceComparison(
        Map<String, ServiceDocument> before, Map<String, ServiceDocument> after, ComparisonFindings findings) {

    void compare() {
        before.forEach((name, old) -> {
            ServiceDocument now = after.get(name);
            if (now == null) {
                report(Severity.LOSS, "service " + name, "is gone");
            } else {
                service(name, old, now);
            }
        });
        after.keySet().stream()
                .filter(name -> !before.containsKey(name))
                .forEach(name -> report(Severity.CHANGE, "service " + name, "is new"));
    }

    private void service(String name, ServiceDocument old, ServiceDocument now) {
        String subject = "service " + name;
        old.versions().forEach((number, version) -> {
            VersionDocument next = now.versions().get(number);
            if (next == null) {
                report(Severity.LOSS, version(subject, number), "is gone");
            } else {
                version(version(subject, number), version, next);
            }
        });
        now.versions().keySet().stream()
                .filter(number -> !old.versions().containsKey(number))
                .forEach(number -> report(Severity.CHANGE, version(subject, number), "is new"));
        without(old.methods(), now.methods(), Severity.LOSS, subject, "no longer lets ");
        without(now.methods(), old.methods(), Severity.GAIN, subject, "now lets ");
        forwarding(subject, old, now);
        rollout(name, old.rollout(), now.rollout());
        quietly(name, subject, old, now);
    }

    private static String version(String subject, VersionNumber number) {
        return subject + " v" + number;
    }

    private void version(String subject, VersionDocument old, VersionDocument now) {
        String asked = asked(old);
        String asks = asked(now);
        if (asked.isEmpty() && asks.isEmpty()) {
            hosts(subject, old.listed(), now.listed());
        } else if (!NormalForm.same(old.hosts(), now.hosts())) {
            note(subject, "hosts " + shown(now, asks) + " instead of " + shown(old, asked));
        }
        if (!old.requires().equals(now.requires())) {
            report(
                    Severity.CHANGE,
                    subject,
                    "requires " + words(now.requires()) + " instead of " + words(old.requires()));
        }
    }

    /** What a discovery is asked for the hosts; empty if they are listed. */
    private static String asked(VersionDocument version) {
        return version.hosts() instanceof ListOrExtension.Extension<HostDocument> asked ? asked.text() : "";
    }

    private static String shown(VersionDocument version, String asked) {
        return asked.isEmpty()
                ? ListText.some(List.copyOf(weights(version.listed()).keySet()))
                : "discovered by " + asked;
    }

    private static String words(Requirement requirement) {
        var words = new TreeSet<String>();
        requirement.credentials().forEach(one -> words.add("a " + one.name().toLowerCase(Locale.ROOT)));
        return words.isEmpty() ? "nothing" : String.join(requirement.anyOf() ? " or " : " and ", words);
    }

    private void without(
            Collection<String> some, Collection<String> others, Severity severity, String subject, String verb) {
        var left = new TreeSet<>(some);
        left.removeAll(others);
        if (!left.isEmpty()) {
            report(severity, subject, verb + ListText.some(left) + " through");
        }
    }

    private void forwarding(String subject, ServiceDocument old, ServiceDocument now) {
        ambiguousPaths(subject, old.encodedSlash(), now.encodedSlash(), "paths with an encoded slash or percent sign");
        ambiguousPaths(subject, old.pathParameters(), now.pathParameters(), "paths with a semicolon");
        if (old.credentials() != now.credentials()) {
            boolean dropped = now.credentials() == CredentialPassing.DROP;
            report(
                    dropped ? Severity.POSSIBLE_LOSS : Severity.CHANGE,
                    subject,
                    dropped ? "no longer hands Authorization on" : "now hands Authorization on");
        }
        if (old.keepOpen() != now.keepOpen()) {
            report(
                    Severity.CHANGE,
                    subject,
                    (now.keepOpen() ? "now keeps" : "no longer keeps")
                            + " open what is under way when access is revoked");
        }
        if (old.compression() != now.compression()) {
            report(
                    Severity.CHANGE,
                    subject,
                    (now.compression() ? "now compresses" : "no longer compresses")
                            + " text for callers that take gzip");
        }
        if ((old.cache() == null) != (now.cache() == null)) {
            report(
                    Severity.CHANGE,
                    subject,
                    now.cache() == null
                            ? "is asked for every call again"
                            : "may answer GET with responses that are kept");
        } else {
            if (old.cache() != null) {
                changedTo(subject, ForwardingWords.of(old.cache()), ForwardingWords.of(now.cache()));
            }
        }
        if (!NormalForm.same(old.idempotency(), now.idempotency())) {
            boolean gone = now.idempotency() == null;
            report(
                    gone ? Severity.POSSIBLE_LOSS : Severity.CHANGE,
                    subject,
                    gone ? "no longer has calls with a key of their own take effect once" : once(now.idempotency()));
        }
        Size then = old.maxBodySize();
        Size next = now.maxBodySize();
        if (!Objects.equals(then, next)) {
            boolean larger = then != null && next != null && next.bytes() > then.bytes();
            report(
                    larger ? Severity.GAIN : Severity.POSSIBLE_LOSS,
                    subject,
                    "takes bodies of up to " + bytes(next) + " instead of " + bytes(then));
        }
    }

    private static String once(@Nullable IdempotencyDocument now) {
        return now == null
                ? ""
                : "has calls with " + now.header() + " and bodies of up to " + now.maxBodySize()
                        + " take effect once within " + now.keep().toSeconds() + " s";
    }

    /** Said of the callers whom it moves. */
    private void rollout(String name, @Nullable RolloutDocument old, @Nullable RolloutDocument now) {
        String callers = "the callers of " + name + " without a version";
        if (now == null) {
            if (old != null) {
                report(Severity.CHANGE, callers, "get their version by no rollout any more");
            }
            return;
        }
        RolloutDocument then = old != null && old.version().equals(now.version()) ? old : null;
        String get = "get v" + now.version();
        if (then == null || !now.share().equals(then.share())) {
            String instead = then == null ? "" : " instead of " + then.share().text();
            report(Severity.CHANGE, now.share().text() + instead + " of " + callers, get);
        }
        RolloutDocument.MarkedRequests marked = now.when();
        if (!NormalForm.same(then == null ? null : then.when(), marked)) {
            report(
                    Severity.CHANGE,
                    callers,
                    get + (marked == null ? " by no header any more" : " where " + marked.header() + " says so"));
        }
        if (then != null && then.stickTo() != now.stickTo()) {
            report(
                    Severity.CHANGE,
                    callers,
                    "are distinguished by " + now.stickTo().word() + " instead of "
                            + then.stickTo().word());
        }
    }

    private static String bytes(@Nullable Size size) {
        return size == null ? "the gateway's limit" : size.bytes() + " bytes";
    }

    private void ambiguousPaths(String subject, AmbiguousPathPolicy old, AmbiguousPathPolicy now, String what) {
        if (old != now) {
            boolean refused = now == AmbiguousPathPolicy.REFUSE;
            report(
                    refused ? Severity.POSSIBLE_LOSS : Severity.GAIN,
                    subject,
                    refused ? "no longer takes " + what : "now takes " + what);
        }
    }

    /** What callers can only notice by the way they are answered. */
    private void quietly(String name, String subject, ServiceDocument old, ServiceDocument now) {
        balancing(
                subject, old.loadBalancing().compiled(name), now.loadBalancing().compiled(name));
        changedTo(subject, "health-check", old.healthCheck(), now.healthCheck(), ForwardingWords::of);
        timeouts(subject, old.timeouts(), now.timeouts());
        if (!NormalForm.same(old.retry(), now.retry())) {
            String was = ForwardingWords.of(old.retry());
            note(subject, "a failed call is tried again " + ForwardingWords.of(now.retry()) + " instead of " + was);
        }
        changedTo(subject, ResilienceWords.of(old.circuitBreaker()), ResilienceWords.of(now.circuitBreaker()));
        changedTo(subject, ResilienceWords.of(old.outliers()), ResilienceWords.of(now.outliers()));
        if (!NormalForm.same(old.concurrency(), now.concurrency())) {
            String took = ForwardingWords.of(old.concurrency());
            note(subject, "takes " + ForwardingWords.of(now.concurrency()) + ", no longer " + took);
        }
        changedTo(subject, ForwardingWords.of(old.hostHeader()), ForwardingWords.of(now.hostHeader()));
        changedTo(subject, ForwardingWords.upstreamTls(old), ForwardingWords.upstreamTls(now));
        headers(subject, old, now);
        changedTo(subject, ForwardingWords.of(old.rewriteLocations()), ForwardingWords.of(now.rewriteLocations()));
        String copies = ForwardingWords.of(now.mirror());
        if (!copies.equals(ForwardingWords.of(old.mirror()))) {
            note(subject, "copies of requests go " + copies + " instead of " + ForwardingWords.of(old.mirror()));
        }
        if (old.injectSoajs() != now.injectSoajs()) {
            note(
                    subject,
                    (now.injectSoajs() ? "now says" : "no longer says") + " to upstreams who calls by soajsinjectobj");
        }
    }

    private void timeouts(String subject, TimeoutsDocument old, TimeoutsDocument now) {
        others(subject, ForwardingWords.of(old), ForwardingWords.of(now));
    }

    /** Tells the parts that only one side has. */
    private void others(String subject, List<String> old, List<String> now) {
        var was = new ArrayList<>(old);
        var is = new ArrayList<>(now);
        var same = Set.copyOf(was);
        was.removeAll(Set.copyOf(is));
        is.removeAll(same);
        changedTo(subject, String.join(", ", was), String.join(", ", is));
    }

    private void headers(String subject, ServiceDocument old, ServiceDocument now) {
        String sent = ForwardingWords.others(
                ForwardingWords.of(old.requestHeaders()), ForwardingWords.of(now.requestHeaders()));
        if (!sent.isEmpty()) {
            note(subject, "something else is made of headers of requests: " + sent);
        }
        String got = ForwardingWords.others(
                ForwardingWords.of(old.responseHeaders()), ForwardingWords.of(now.responseHeaders()));
        if (!got.isEmpty()) {
            note(subject, "something else is made of headers of responses: " + got);
        }
    }

    private void balancing(String subject, Balancing old, Balancing now) {
        if (!old.inWords().equals(now.inWords())) {
            note(subject, "hosts are chosen by " + now.inWords() + ", no longer by " + old.inWords());
        }
        if (old.strategy().equals(now.strategy()) && (old.sticky() == null) == (now.sticky() == null)) {
            others(subject, ForwardingWords.of(old), ForwardingWords.of(now));
        }
        StickyCookie was = old.sticky();
        StickyCookie is = now.sticky();
        if (was != null && is != null && !Objects.equals(was.secret(), is.secret())) {
            note(subject, "cookies that callers have by now lead to no host, as " + is.name() + " has another secret");
        }
    }

    private void changed(String subject, String key, @Nullable Object old, @Nullable Object now) {
        if (!NormalForm.same(old, now)) {
            note(subject, key + " changed");
        }
    }

    private <T> void changedTo(
            String subject, String key, @Nullable T old, @Nullable T now, Function<@Nullable T, String> words) {
        if (words.apply(old).equals(words.apply(now))) {
            changed(subject, key, old, now);
        } else {
            changedTo(subject, words.apply(old), words.apply(now));
        }
    }

    private void changedTo(String subject, String old, String now) {
        if (!old.equals(now)) {
            note(subject, now + ", instead of: " + old);
        }
    }

    private void report(Severity severity, String subject, String what) {
        findings.add(severity, ChangeKind.SERVICE, subject, Phrase.of(what));
    }

    private void note(String subject, String what) {
        findings.add(Severity.CHANGE, ChangeKind.SERVICE, subject, Phrase.apart(what));
    }

    private void hosts(String subject, List<HostDocument> before, List<HostDocument> after) {
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
        hosts(subject, "added", added);
        hosts(subject, "gone", gone);
        if (!weighed.isEmpty()) {
            note(subject, "weight of " + ListText.some(weighed));
        }
    }

    private void hosts(String subject, String what, List<String> hosts) {
        if (!hosts.isEmpty()) {
            String noun = hosts.size() == 1 ? "host " : hosts.size() + " hosts ";
            note(subject, noun + ListText.some(hosts) + " " + what);
        }
    }

    private static Map<String, Integer> weights(List<HostDocument> hosts) {
        var weights = new LinkedHashMap<String, Integer>();
        hosts.forEach(host -> weights.put(host.url().toString(), host.weight()));
        return weights;
    }
}
