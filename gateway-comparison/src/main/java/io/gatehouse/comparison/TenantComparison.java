package io.gatehouse.comparison;

import io.gatehouse.compiler.document.TenantDocument;
import io.gatehouse.compiler.document.TokenDocument;
import io.gatehouse.configuration.Setting;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares tenants as a whole: whether they are there, and whose tokens are believed with their keys. */
final class TenantComparison {

    private final RegistrySide before;
    private final RegistrySide after;
    private final Map<String, Integer> lostKeys;
    private final ComparisonFindings findings;

    /** Compares; {@code lostKeys} says how many live keys went with each tenant that is gone. */
    TenantComparison(
            RegistrySide before, RegistrySide after, Map<String, Integer> lostKeys, ComparisonFindings findings) {
        this.before = before;
        this.after = after;
        this.lostKeys = lostKeys;
        this.findings = findings;
    }

    void compare() {
        Map<String, TenantDocument> news = after.documents().tenants();
        Map<String, TenantDocument> olds = before.documents().tenants();
        olds.forEach((name, old) -> {
            TenantDocument now = news.get(name);
            if (now == null) {
                gone(name);
            } else {
                token(name, old, now);
            }
        });
        news.keySet().stream()
                .filter(name -> !olds.containsKey(name))
                .forEach(name -> findings.tenant(
                        name, Finding.of(Severity.GAIN, ChangeKind.TENANT, Phrase.of("is new", "are new")), ""));
        TokenComparison.compare(
                        before.documents().policy().token(),
                        after.documents().policy().token())
                .ifPresent(told -> findings.add("the gateway", told));
    }

    private void gone(String name) {
        int keys = lostKeys.getOrDefault(name, 0);
        findings.tenant(
                name,
                Finding.of(
                        keys > 0 ? Severity.LOSS : Severity.CHANGE,
                        ChangeKind.TENANT,
                        Phrase.of("is gone", "are gone")),
                keys > 0 ? ", with " + ListText.count(keys, "key") : "");
    }

    /** Where both go by the gateway's settings, these are compared once. */
    private void token(String name, TenantDocument old, TenantDocument now) {
        if (old.token() instanceof Setting.Absent<TokenDocument>
                && now.token() instanceof Setting.Absent<TokenDocument>) {
            return;
        }
        TokenComparison.compare(effective(old, before), effective(now, after))
                .ifPresent(told -> findings.tenant(name, told, ""));
    }

    /** How the tokens of a tenant are verified: by its own settings, else by the gateway's; null if not at all. */
    static @Nullable TokenDocument effective(TenantDocument tenant, RegistrySide side) {
        if (tenant.token() instanceof Setting.Value<TokenDocument> own) {
            return own.value();
        }
        return tenant.token() instanceof Setting.Absent<TokenDocument>
                ? side.documents().policy().token()
                : null;
    }
}
