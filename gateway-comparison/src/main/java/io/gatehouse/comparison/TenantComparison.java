package io.gatehouse.comparison;

import io.gatehouse.comparison.Change.ChangeKind;
import io.gatehouse.comparison.Change.Severity;
import io.gatehouse.comparison.ComparisonFindings.Finding;
import io.gatehouse.comparison.ComparisonFindings.ListText;
import io.gatehouse.comparison.ComparisonFindings.Phrase;
import io.gatehouse.comparison.RegistryComparison.RegistrySide;
import io.gatehouse.compiler.document.OpaqueTokenDocument;
import io.gatehouse.compiler.document.TenantDocument;
import io.gatehouse.compiler.document.TokenDocument;
import io.gatehouse.configuration.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares tenants as a whole: whether they are there, and whose tokens are believed with their keys. */
record TenantComparison(
        RegistrySide before, RegistrySide after, Map<String, Integer> lostKeys, ComparisonFindings findings) {

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
                .ifPresent(finding -> findings.add("the gateway", finding));
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
                .ifPresent(finding -> findings.tenant(name, finding, ""));
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

    /** Compares how tokens are verified. Names what is other, and never what it is. */
    static final class TokenComparison {

        private final List<String> changed = new ArrayList<>();
        private boolean wider = true;

        private TokenComparison() {}

        static Optional<Finding> compare(@Nullable TokenDocument old, @Nullable TokenDocument now) {
            if (old == null || now == null) {
                return old == null && now == null
                        ? Optional.empty()
                        : report(
                                Severity.POSSIBLE_LOSS,
                                now == null ? "tokens are no longer verified" : "tokens are now verified");
            }
            var settings = new TokenComparison();
            settings.jwt(old, now);
            settings.opaque(old.opaque(), now.opaque());
            return settings.changed.isEmpty()
                    ? Optional.empty()
                    : report(
                            settings.wider ? Severity.GAIN : Severity.POSSIBLE_LOSS,
                            "how tokens are verified has changed (" + String.join(", ", settings.changed) + ")");
        }

        private static Optional<Finding> report(Severity severity, String text) {
            return Optional.of(Finding.of(severity, ChangeKind.TOKEN, Phrase.apart(text)));
        }

        private void jwt(TokenDocument old, TokenDocument now) {
            part("type", old.type(), now.type(), false);
            part(
                    "algorithms",
                    old.algorithms(),
                    now.algorithms(),
                    now.algorithms().containsAll(old.algorithms()));
            part("secret", old.secret(), now.secret(), false);
            part("jwks", old.jwks(), now.jwks(), false);
            part("public-key", old.publicKey(), now.publicKey(), false);
            part("issuer", old.issuer(), now.issuer(), now.issuer() == null);
            part("audience", old.audience(), now.audience(), now.audience() == null);
            part("clock-skew", old.clockSkew(), now.clockSkew(), now.clockSkew().compareTo(old.clockSkew()) >= 0);
            part("claims", old.claims(), now.claims(), false);
        }

        private void opaque(@Nullable OpaqueTokenDocument old, @Nullable OpaqueTokenDocument now) {
            if (old == null || now == null) {
                part("opaque", old, now, false);
                return;
            }
            part("opaque.introspection", old.introspection(), now.introspection(), false);
            part("opaque.client", old.client(), now.client(), false);
            part("opaque.secret", old.secret(), now.secret(), false);
            part("opaque.store", old.store(), now.store(), false);
            part("opaque.tenant-id", old.tenantId(), now.tenantId(), false);
            part("opaque.users", old.users(), now.users(), false);
            part("opaque.cache", old.cache(), now.cache(), true);
        }

        private void part(String name, @Nullable Object old, @Nullable Object now, boolean accepting) {
            if (!NormalForm.same(old, now)) {
                changed.add(name);
                wider &= accepting;
            }
        }
    }
}
