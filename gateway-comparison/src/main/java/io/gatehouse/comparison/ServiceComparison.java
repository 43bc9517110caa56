package io.gatehouse.comparison;

import io.gatehouse.compiler.document.AmbiguousPathPolicy;
import io.gatehouse.compiler.document.CredentialPassing;
import io.gatehouse.compiler.document.Requirement;
import io.gatehouse.compiler.document.ServiceDocument;
import io.gatehouse.compiler.document.VersionDocument;
import io.gatehouse.domain.service.VersionNumber;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares services and their versions: what is there at all, and what holds for whoever calls it. */
final class ServiceComparison {

    private final Map<String, ServiceDocument> before;
    private final Map<String, ServiceDocument> after;
    private final ComparisonFindings findings;

    ServiceComparison(RegistrySide before, RegistrySide after, ComparisonFindings findings) {
        this.before = before.documents().services();
        this.after = after.documents().services();
        this.findings = findings;
    }

    void compare() {
        before.forEach((name, old) -> {
            ServiceDocument now = after.get(name);
            if (now == null) {
                tell(Severity.LOSS, "service " + name, "is gone");
            } else {
                service(name, old, now);
            }
        });
        after.keySet().stream()
                .filter(name -> !before.containsKey(name))
                .forEach(name -> tell(Severity.CHANGE, "service " + name, "is new"));
    }

    private void service(String name, ServiceDocument old, ServiceDocument now) {
        String subject = "service " + name;
        old.versions().forEach((number, version) -> {
            VersionDocument next = now.versions().get(number);
            if (next == null) {
                tell(Severity.LOSS, version(subject, number), "is gone");
            } else {
                version(version(subject, number), version, next);
            }
        });
        now.versions().keySet().stream()
                .filter(number -> !old.versions().containsKey(number))
                .forEach(number -> tell(Severity.CHANGE, version(subject, number), "is new"));
        methods(subject, old, now);
        forwarding(subject, old, now);
        quietly(subject, old, now);
    }

    private static String version(String subject, VersionNumber number) {
        return subject + " v" + number;
    }

    private void version(String subject, VersionDocument old, VersionDocument now) {
        HostComparison.compare(subject, old.hosts(), now.hosts(), findings);
        if (!old.requires().equals(now.requires())) {
            tell(
                    Severity.CHANGE,
                    subject,
                    "requires " + words(now.requires()) + " instead of " + words(old.requires()));
        }
    }

    private static String words(Requirement requirement) {
        var words = new TreeSet<String>();
        requirement.credentials().forEach(one -> words.add("a " + one.name().toLowerCase(Locale.ROOT)));
        return words.isEmpty() ? "nothing" : String.join(requirement.anyOf() ? " or " : " and ", words);
    }

    private void methods(String subject, ServiceDocument old, ServiceDocument now) {
        without(old.methods(), now.methods(), Severity.LOSS, subject, "no longer lets ");
        without(now.methods(), old.methods(), Severity.GAIN, subject, "now lets ");
    }

    private void without(
            Collection<String> some, Collection<String> others, Severity effect, String subject, String verb) {
        var left = new TreeSet<>(some);
        left.removeAll(others);
        if (!left.isEmpty()) {
            tell(effect, subject, verb + ListText.some(left) + " through");
        }
    }

    private void forwarding(String subject, ServiceDocument old, ServiceDocument now) {
        passage(subject, old.encodedSlash(), now.encodedSlash(), "paths with an encoded slash or percent sign");
        passage(subject, old.pathParameters(), now.pathParameters(), "paths with a semicolon");
        if (old.credentials() != now.credentials()) {
            boolean dropped = now.credentials() == CredentialPassing.DROP;
            tell(
                    dropped ? Severity.POSSIBLE_LOSS : Severity.CHANGE,
                    subject,
                    dropped ? "no longer hands Authorization on" : "now hands Authorization on");
        }
        if (old.keepOpen() != now.keepOpen()) {
            tell(
                    Severity.CHANGE,
                    subject,
                    (now.keepOpen() ? "now keeps" : "no longer keeps")
                            + " open what is under way when access is taken away");
        }
        Long then = old.maxBodySize() == null
                ? null
                : Long.valueOf(old.maxBodySize().bytes());
        Long next = now.maxBodySize() == null
                ? null
                : Long.valueOf(now.maxBodySize().bytes());
        if (then == null ? next != null : !then.equals(next)) {
            boolean larger = then != null && next != null && next > then;
            tell(
                    larger ? Severity.GAIN : Severity.POSSIBLE_LOSS,
                    subject,
                    "takes bodies of up to " + bytes(next) + " instead of " + bytes(then));
        }
    }

    private static String bytes(@Nullable Long size) {
        return size == null ? "the gateway's limit" : size + " bytes";
    }

    private void passage(String subject, AmbiguousPathPolicy old, AmbiguousPathPolicy now, String what) {
        if (old != now) {
            boolean refused = now == AmbiguousPathPolicy.REFUSE;
            tell(
                    refused ? Severity.POSSIBLE_LOSS : Severity.GAIN,
                    subject,
                    refused ? "no longer takes " + what : "now takes " + what);
        }
    }

    /** What callers can only notice by the way they are answered. */
    private void quietly(String subject, ServiceDocument old, ServiceDocument now) {
        changed(subject, "load-balancing", old.loadBalancing(), now.loadBalancing());
        changed(subject, "health-check", old.healthCheck(), now.healthCheck());
        changed(subject, "timeouts", old.timeouts(), now.timeouts());
        changed(subject, "retry", old.retry(), now.retry());
        changed(subject, "circuit-breaker", old.circuitBreaker(), now.circuitBreaker());
        changed(subject, "outliers", old.outliers(), now.outliers());
        changed(subject, "host-header", old.hostHeader(), now.hostHeader());
        changed(subject, "response-headers", old.responseHeaders(), now.responseHeaders());
        changed(subject, "inject-soajs", old.injectSoajs(), now.injectSoajs());
    }

    private void changed(String subject, String key, @Nullable Object old, @Nullable Object now) {
        if (!NormalForm.same(old, now)) {
            findings.add(Severity.CHANGE, ChangeKind.SERVICE, subject, Phrase.apart(key + " changed"));
        }
    }

    private void tell(Severity effect, String subject, String what) {
        findings.add(effect, ChangeKind.SERVICE, subject, Phrase.of(what, what));
    }
}
